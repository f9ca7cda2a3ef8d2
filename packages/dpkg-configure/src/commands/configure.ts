import { text } from 'node:stream/consumers'
import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { configureTree } from '../configure-tree.js'
import { describeBase } from '../describe-base.js'
import { findConfigured } from '../find-configured.js'

/** Configures the tree of a commit and prints the checksum of the new one. */
export const configure = defineCommand({
  name: 'dpkg-configure',
  operands: '<rev>',
  describe: 'Run the maintainer scripts of an unpacked tree and commit what they change',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'Commit of the unpacked tree' },
  },
  options: {
    repo: {
      type: 'string',
      environment: 'OSTREE_REPO',
      demandOption: true,
      describe: 'The OSTree repo',
    },
    branch: { type: 'string', demandOption: true, describe: 'Ref to move to the new commit' },
    mode: {
      choices: ['auto', 'root', 'unshare', 'fakeroot'] as const,
      default: 'auto' as const,
      describe: 'How to become root inside: with user namespaces or by being root',
    },
    fakeroot: {
      type: 'string',
      describe:
        'Commit of the libfakeroot package that fits the tree, where the one of this host does not',
    },
    debconf: {
      type: 'string',
      array: true,
      describe: 'File of answers to debconf questions, or -',
    },
    initramfs: {
      type: 'boolean',
      default: true,
      describe: 'Let scripts make an initramfs; not for a tree that ostree-finalize gets',
    },
    'time-limit': {
      type: 'string',
      default: '3600',
      describe: 'Seconds after which a step that still runs is killed',
    },
  },
  examples: [
    'dpkg-configure --repo repo --branch nginx/configured nginx/unpacked',
    'echo "postfix postfix/main_mailer_type select Local only" | dpkg-configure --repo repo --branch mail/configured --debconf - mail/unpacked',
  ],
  async run(args, context) {
    const timeLimit = Number(args['time-limit'])
    if (!(timeLimit > 0)) throw new UsageError(`"${args['time-limit']}" is no number of seconds`)
    const debconf: string[] = []
    for (const file of args.debconf ?? []) debconf.push(await text(context.openInput(file)))
    const wanted = {
      repo: openRepo(args.repo),
      rev: args.rev,
      branch: args.branch,
      debconf,
      initramfs: args.initramfs,
    }
    const made = findConfigured(wanted)
    if (made !== undefined) {
      context.verbose(`${args.branch} is this tree, configured`)
      return context.print(made)
    }
    const checksum = await configureTree({
      ...wanted,
      mode: args.mode,
      ...(args.fakeroot && { fakeroot: args.fakeroot }),
      timeLimit,
      signal: context.signal,
      onBase: (base) => context.verbose(describeBase(base)),
      onBackend: (backend, reason) => context.verbose(`backend ${backend}: ${reason}`),
      onStep: (label, index, total) => context.progress(label, index, total),
      onOutput: (chunk) => context.verbose(chunk.toString('utf8').trimEnd()),
    })
    await context.print(checksum)
  },
})
