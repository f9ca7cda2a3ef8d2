import { describeGraph } from '../src/describe-graph.js'

describeGraph({
  program: 'make',
  generate: 'apt2ostree make -o images.mk',
  build: 'make -f images.mk -j2',
})
