import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import mime from 'mime-types';
import { bundle, withEndings } from '../../scripts/bundle';

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

	it('has the MIME types that have an ending, and of those what decides between them', () => {
		const json = { source: 'iana', charset: 'UTF-8', compressible: true, extensions: ['json'] };
		expect(
			withEndings({ 'application/json': json, 'text/x': { extensions: ['x'] }, 'a/b': {} }),
		).to.deep.equal({
			'application/json': { source: 'iana', extensions: ['json'] },
			'text/x': { extensions: ['x'] },
		});
	});

	it('has an ending for each type that `mime-types` has one for', async () => {
		const source = (
			await bundle(fileURLToPath(new URL('../../src/convert/file-name.ts', import.meta.url)))
		).toString();
		const missing = Object.keys(mime.extensions).filter((type) => !source.includes(type));
		expect(missing).to.deep.equal([]);
	});
});
