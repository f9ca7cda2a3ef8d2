import { exportCommand } from './export.js'
import { importCommand } from './import.js'

/** All verbs of ostree-oci. */
export const commands = [exportCommand, importCommand]
