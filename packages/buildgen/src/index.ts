export type {
  BuildPlaces,
  BuildPlan,
  ImagePlan,
  PlannedImage,
  PlannedPackage,
  Step,
  WrittenFile,
} from './build-plan.js'
export { formatMake } from './format-make.js'
export { formatNinja } from './format-ninja.js'
export { planImage } from './plan-image.js'
export { planShared } from './plan-shared.js'
export { shellQuote } from './shell-quote.js'
