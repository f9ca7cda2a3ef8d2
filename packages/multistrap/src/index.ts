export { describePlan } from './describe-plan.js'
export { MultistrapCommandError } from './errors.js'
export { makeRoot, type RootContext, type RootPlan } from './make-root.js'
