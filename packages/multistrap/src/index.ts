export { type ConvertedFile, convertFile } from '@apt2ostree/multistrap-conf'
