import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { issuerKeys } from '../../sandbox/workspace/licensing/issuer-keys';

let shared: string | undefined;

/**
 * Gives a new workspace the licenses' key pair that all workspaces of this process use. Making a pair takes half a second of
 * a core, and the tests start some two hundred workspaces.
 * @param directory - of the workspace; a key pair that it has stays
 */
export function shareIssuerKey(directory: string): void {
	if (shared === undefined) {
		shared = mkdtempSync(path.join(tmpdir(), 'license-issuer-'));
		issuerKeys(shared);
	}
	cpSync(shared, directory, { recursive: true, force: false });
}
