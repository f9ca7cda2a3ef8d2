import { describeGraph } from '../src/describe-graph.js'

describeGraph({
  program: 'ninja',
  generate: 'apt2ostree ninja -o build.ninja',
  build: 'ninja -v -j2',
})
