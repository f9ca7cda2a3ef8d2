import { stringify } from 'yaml'
import type { ConvertedConf } from './convert.js'

/** Returns the text of an image.yaml: what `origin` it was made from, its keys, remarks as comments. */
export function formatImage(
  { image, remarks }: Pick<ConvertedConf, 'image' | 'remarks'>,
  origin: string,
): string {
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
