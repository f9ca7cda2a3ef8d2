import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A fenced block of a tutorial. */
export interface Block {
  /** `sh`: for the host; `console`: lines with a root prompt, for the machine; else a file. */
  readonly language: string
  readonly text: string
}

/** A tutorial's blocks by the number in the heading above them. */
export type Tutorial = ReadonlyMap<number, readonly Block[]>

/** Reads the blocks of a Markdown file; its port 8080 becomes `port`. */
export function readTutorial(path: string, port: number): Tutorial {
  const text = readFileSync(path, 'utf8').replaceAll('8080', String(port))
  const [, ...sections] = text.split(/^## (?=\d+\. )/m)
  return new Map(
    sections.map((section) => [
      Number.parseInt(section, 10),
      [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', block = '']) => ({
        language,
        text: block,
      })),
    ]),
  )
}

/** The blocks of a section in one language. */
export function blocksIn(tutorial: Tutorial, section: number, language: string): string[] {
  const blocks = tutorial.get(section) ?? []
  return blocks.filter((block) => block.language === language).map(({ text }) => text)
}

/** The commands in a block for the machine. */
export function typedLines(block: string): string[] {
  return block.split('\n').flatMap((line) => /^# (.*)$/.exec(line)?.[1] ?? [])
}

/** Writes the files of a section, each called as the comment in its first line says. */
export function writeFiles(tutorial: Tutorial, section: number, folder: string): void {
  for (const { language, text } of tutorial.get(section) ?? []) {
    if (language === 'sh' || language === 'console') continue
    const [, name] = /^# (\S+)\n/.exec(text) ?? []
    if (name === undefined) throw new Error(`a block does not say which file it is:\n${text}`)
    writeFileSync(join(folder, name), text)
  }
}
