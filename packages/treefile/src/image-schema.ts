import type { FromSchema } from 'json-schema-to-ts'

const architecture = {
  title: 'a Debian architecture such as amd64',
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9-]+$',
} as const

const imagePath = {
  title: 'an absolute path in the image, without . and ..',
  type: 'string',
  pattern: '^(/(?!\\.{1,2}(/|$))[^/\\u0000]+)+$',
} as const

const unit = {
  title: 'a systemd unit such as nginx.service',
  type: 'string',
  pattern: '^[A-Za-z0-9:_.\\\\@-]+\\.[a-z]+$',
} as const

/**
 * The JSON Schema (draft 7) of image.yaml: what this package checks with, what editors complete by, and
 * what the README's table is made of.
 */
export const imageSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: "a mapping of image.yaml's keys",
  description:
    "One Debian or Ubuntu image: what goes into it and which branch it becomes. Key names follow rpm-ostree's treefile.",
  type: 'object',
  additionalProperties: false,
  properties: {
    ref: {
      title: 'a branch name such as os/debian/nginx',
      description: 'The branch that `apt2ostree commit` moves. Never inherited from an include.',
      type: 'string',
      pattern: '^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$',
    },
    lockfile: {
      title: 'a file name',
      description:
        "The lockfile, relative to this file. Default: this file's name with .lock. Never inherited from an include.",
      type: 'string',
      minLength: 1,
    },
    ids: {
      title: 'a file name',
      description:
        "The file that keeps user and group ids from build to build, relative to this file; images may share one. Default: this file's name with .ids. Never inherited from an include.",
      type: 'string',
      minLength: 1,
    },
    include: {
      title: 'a file name or a list of them',
      description: 'Treefiles merged under this one, in order, relative to this file.',
      type: ['string', 'array'],
      minLength: 1,
      items: {
        title: 'a file name',
        type: 'string',
        minLength: 1,
      },
    },
    architecture: {
      ...architecture,
      title: 'a Debian architecture such as amd64',
      description: "The image's architecture. Default: the host's.",
    },
    'foreign-architectures': {
      title: 'a list of Debian architectures',
      description:
        'Architectures whose packages may be installed too, as `dpkg --add-architecture` does.',
      type: 'array',
      items: architecture,
    },
    sources: {
      title: 'a list of apt sources',
      description:
        "Where packages come from: .sources or .list files, a one-line `deb URI SUITE COMPONENT` entry, or deb822 text. Default: the host's own apt sources.",
      type: 'array',
      items: {
        title: 'a file name or an apt source',
        type: 'string',
        minLength: 1,
      },
    },
    packages: {
      title: 'a list of package requests',
      description:
        'What to install, as `lockgen lock` and apt-get take it: name, name:arch, name=version, name/suite, name- to keep a package out, task^, ?priority(important), a glob or a regular expression.',
      type: 'array',
      items: {
        title:
          'a package request such as nginx, nginx=1.22.1-9 or nginx/bookworm-backports, and no file',
        type: 'string',
        pattern: '^(?![./])\\S+$',
      },
    },
    'exclude-packages': {
      title: 'a list of package names',
      description:
        'Packages that must not be installed. Takes back the same name from the packages of an include.',
      type: 'array',
      items: {
        title: 'a package name',
        type: 'string',
        pattern: '^[a-z0-9][a-z0-9+.-]+$',
      },
    },
    recommends: {
      title: 'true or false',
      description: 'Whether recommended packages are installed. Default: false.',
      type: 'boolean',
    },
    essential: {
      title: 'true or false',
      description: 'Whether every Essential: yes package is installed. Default: true.',
      type: 'boolean',
    },
    required: {
      title: 'true or false',
      description: 'Whether every Priority: required package is installed. Default: true.',
      type: 'boolean',
    },
    preferences: {
      title: 'a list of apt_preferences(5) files',
      description: 'Pins: files, or text of several lines.',
      type: 'array',
      items: {
        title: 'a file name or text',
        type: 'string',
        minLength: 1,
      },
    },
    debconf: {
      title: 'a list of debconf-set-selections(1) files',
      description:
        "Answers to debconf's questions: files, or text such as `tzdata tzdata/Areas select Etc`.",
      type: 'array',
      items: {
        title: 'a file name or text',
        type: 'string',
        minLength: 1,
      },
    },
    'merged-usr': {
      title: 'true or false',
      description:
        'Whether /bin, /sbin and /lib are symlinks into /usr. Default: as the suite expects.',
      type: 'boolean',
    },
    'add-files': {
      title: 'a list of [file, path] pairs',
      description:
        'Files copied into the configured tree: each entry is the file, relative to this file, and its absolute path in the image.',
      type: 'array',
      items: {
        title: 'a pair: a file name and an absolute path in the image',
        type: 'array',
        items: [
          {
            title: 'a file name',
            type: 'string',
            minLength: 1,
          },
          imagePath,
        ],
        minItems: 2,
        maxItems: 2,
        additionalItems: false,
      },
    },
    'remove-files': {
      title: 'a list of absolute paths in the image',
      description: 'Files and directories removed from the configured tree.',
      type: 'array',
      items: imagePath,
    },
    postprocess: {
      title: 'a list of scripts',
      description:
        'Scripts run inside the configured tree, in order, without network: script text that starts with #!, or a file name.',
      type: 'array',
      items: {
        title: 'a script or a file name',
        type: 'string',
        minLength: 1,
      },
    },
    units: {
      title: 'a list of systemd units, or a mapping of enable and disable',
      description: 'systemd units to enable and disable. A list enables.',
      type: ['array', 'object'],
      items: unit,
      additionalProperties: false,
      properties: {
        enable: {
          title: 'a list of systemd units',
          type: 'array',
          items: unit,
        },
        disable: {
          title: 'a list of systemd units',
          type: 'array',
          items: unit,
        },
      },
    },
    'default-target': {
      title: 'a systemd target such as multi-user.target',
      description: 'The systemd target the image boots into.',
      type: 'string',
      pattern: '^[A-Za-z0-9:_.@-]+\\.target$',
    },
    deploy: {
      title: 'ostree or bootc',
      description:
        'Makes the tree bootable: for `ostree admin deploy`, or as a bootable container. Default: it stays an ordinary tree.',
      type: 'string',
      enum: ['ostree', 'bootc'],
    },
    kargs: {
      title: 'a list of kernel arguments',
      description:
        'Kernel arguments of a bootable image and of the disks made of it, beside those that find its root.',
      type: 'array',
      items: {
        title: 'a kernel argument such as console=ttyS0',
        type: 'string',
        pattern: '^[^\\s]+$',
      },
    },
    'add-commit-metadata': {
      title: 'a mapping of text',
      description: "Keys added to the final commit's metadata.",
      type: 'object',
      additionalProperties: {
        title: 'text',
        type: 'string',
      },
    },
  },
} as const

/** The keys and values of an image.yaml. */
export type ImageYaml = FromSchema<typeof imageSchema>
