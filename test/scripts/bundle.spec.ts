import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle';

describe('the bundle', () => {
	// Deno runtime of the Apps-Engine, lib/ast/operations.ts: `fixRoomUsernamesCalls`.
	it('has no `.usernames`, because the engine makes each function around one asynchronous', async () => {
		const source = (
			await bundle(fileURLToPath(new URL('../../FederationApp.ts', import.meta.url)))
		).toString();
		expect(source).to.include('usernames');
		// `…spreadsheetml.usernames+xml` is a text: a media type.
		expect(source.match(/\.\s*usernames\b(?!\+xml)/g) ?? []).to.deep.equal([]);
	});
});
