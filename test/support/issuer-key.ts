import { cpSync } from 'node:fs';
import { issuerKeys } from '../../sandbox/workspace/licensing/issuer-keys';
import { temporaryFolder } from './temporary-folder';

let shared: string | undefined;

/**
 * Gives a new workspace the licenses' key pair that all workspaces of this process use. Making a pair takes half a second of
 * a core, and the tests start some two hundred workspaces.
 * @param directory - of the workspace; a key pair that it has stays
 */
export function shareIssuerKey(directory: string): void {
	if (shared === undefined) {
		shared = temporaryFolder('license-issuer');
		issuerKeys(shared);
	}
	cpSync(shared, directory, { recursive: true, force: false });
}
