import type { StoredContent } from './content-format.js'

/** The same content; errors of reading it are thrown as `explain` gives them. */
export function guardContent(
  content: StoredContent,
  explain: (error: unknown) => unknown,
): StoredContent {
  return {
    ...content,
    readAll() {
      try {
        return content.readAll()
      } catch (error) {
        throw explain(error)
      }
    },
    async *chunks() {
      try {
        yield* content.chunks()
      } catch (error) {
        throw explain(error)
      }
    },
  }
}
