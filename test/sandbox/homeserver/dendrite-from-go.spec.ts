import { expect } from 'chai';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandError } from '../../../sandbox/homeserver/command';
import { failureText, installedDendrite, stageOfGo } from '../../../sandbox/homeserver/dendrite-from-go';
import { softwareNamed } from '../../../sandbox/homeserver/homeserver-software';

describe("the project's Dendrite", () => {
	it('leaves no folder and says what to do if it cannot be installed', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'dendrite-'));
		try {
			const error: unknown = await installedDendrite(undefined, folder, {
				name: 'go',
				title: 'Go modules',
				installed: async () => undefined,
				install: () => Promise.reject(new CommandError('go install', 'ended with exit code 1', 'x')),
			}).catch((reason: unknown) => reason);
			expect(String(error)).to.match(
				/^Error: Dendrite could not be installed: go install ended .*:\nx\n/,
			);
			expect(await readdir(folder)).to.deep.equal([]);
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it('says that Go is missing', () => {
		const missing = new CommandError('go install x', 'could not be started (spawn go ENOENT)', '');
		expect(failureText(missing)).to.match(/^Dendrite needs Go 1\.21 or newer on this machine/);
	});
});

describe('the output of go install', () => {
	it('is reduced to its stages', () => {
		expect(stageOfGo('go: downloading github.com/lib/pq v1.10.9')).to.equal(
			'downloading github.com/lib/pq v1.10.9',
		);
		expect(stageOfGo('github.com/lib/pq')).to.equal(undefined);
	});
});

describe('the name of a homeserver', () => {
	it('is synapse unless another one is given', () => {
		expect(softwareNamed(undefined, '--homeserver')).to.equal('synapse');
		expect(softwareNamed('', 'SANDBOX_HOMESERVER')).to.equal('synapse');
		expect(softwareNamed('Dendrite', '--homeserver')).to.equal('dendrite');
	});

	it('is refused if there is no such homeserver', () => {
		expect(() => softwareNamed('conduit', '--homeserver')).to.throw(
			'--homeserver is conduit; it has to be one of synapse, dendrite',
		);
	});
});
