declare module 'unbzip2-stream' {
  /** Returns an old-style stream that decompresses what is written to it. */
  export default function unbzip2Stream(): NodeJS.ReadWriteStream
}
