import type { ContentWriter } from './content/content-format.js'

/**
 * Writes an object that is in memory to the file that `create` makes, and tells whether it did:
 * where there is a file, another writer of the transaction has begun the same object and will end it.
 */
export function stageObject(create: () => ContentWriter, content: Uint8Array): boolean {
  const file = createUnlessThere(create)
  if (file === undefined) return false
  try {
    if (content.length > 0) file.write(content)
  } catch (error) {
    file.abandon()
    throw error
  }
  file.close()
  return true
}

function createUnlessThere(create: () => ContentWriter): ContentWriter | undefined {
  try {
    return create()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw error
  }
}
