import { stringify } from 'yaml'
import type { ConvertedConf } from './convert-conf.js'

/** The text of an image.yaml: what `origin` it was made from, its keys, the remarks as comments. */
export function formatImage({ image, remarks }: ConvertedConf, origin: string): string {
  const notes = remarks.map(comment).join('')
  return [
    comment(`Converted from ${origin}.`),
    '\n',
    stringify(image, { lineWidth: 0 }),
    notes === '' ? '' : `\n# Without a place here:\n${notes}`,
  ].join('')
}

function comment(text: string): string {
  return `# ${text.replaceAll('\n', ' ')}\n`
}
