import { StringDecoder } from 'node:string_decoder'
import type { ScriptFailure } from './errors.js'

/** Follows what dpkg and the scripts print, to tell which package a failure belongs to. */
export interface ScriptOutput {
  add(chunk: Buffer): void
  /** The script that dpkg said failed, or the one that ran last if dpkg could say no more. */
  failure(reason: string): ScriptFailure | undefined
}

/** `Setting up nginx (1.22.1-9) ...` and `Processing triggers for libc-bin (2.36-9) ...` */
const beginning = /^(Setting up|Processing triggers for) (\S+) \(/
/** ` installed nginx package post-installation script subprocess returned error exit status 1` */
const ending = /^ ?\S+ (\S+) package (\S+) script subprocess (?:was |returned error )?(.*)$/

/** Lines of a script's output that an error shows. */
const shownLines = 20

/** dpkg's words for the scripts (dpkg's main/script.c), and the names of their files. */
const scriptNames: Readonly<Record<string, string>> = {
  'pre-installation': 'preinst',
  'post-installation': 'postinst',
  'pre-removal': 'prerm',
  'post-removal': 'postrm',
}

/** A new, empty {@link ScriptOutput}; dpkg must speak English (LC_ALL=C.UTF-8). */
export function createScriptOutput(): ScriptOutput {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let current: string | undefined
  let lines: string[] = []
  let failed: ScriptFailure | undefined
  const take = (line: string) => {
    const [, , beginner] = beginning.exec(line) ?? []
    if (beginner !== undefined) {
      current = beginner
      lines = []
      return
    }
    const [, name, script = '', reason = ''] = ending.exec(line) ?? []
    if (name !== undefined && failed === undefined) {
      const output = lines.filter((printed) => !printed.startsWith('dpkg: error processing'))
      failed = { package: name, script: scriptNames[script] ?? script, reason, output }
    }
    if (line.trim() !== '') lines = [...lines, line].slice(-shownLines)
  }
  return {
    add(chunk) {
      const parts = (rest + decoder.write(chunk)).split('\n')
      rest = parts.pop() ?? ''
      parts.forEach(take)
    },
    failure(reason) {
      take(rest)
      rest = ''
      if (failed !== undefined || current === undefined) return failed
      return { package: current, script: 'postinst', reason, output: lines }
    },
  }
}
