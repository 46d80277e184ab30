import { expect } from 'chai';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { completedVersion, markComplete } from '../../../sandbox/homeserver/completion-mark';
import { allowedSources, failureText, installedSynapse } from '../../../sandbox/homeserver/installed-synapse';
import type { SynapseSource } from '../../../sandbox/homeserver/synapse-source';

/** Installs a file instead of a Synapse. */
function source(name: string, install: (folder: string) => Promise<void>): SynapseSource {
	return {
		name,
		title: `the ${name}`,
		async installed(folder) {
			const version = await completedVersion(folder);
			return version === undefined
				? undefined
				: { origin: `${version} from the ${name}`, python: () => ({ file: folder, parameters: [] }) };
		},
		async install(folder) {
			await install(folder);
			return '1.0';
		},
	};
}

const working = source('shelf', (folder) => writeFile(path.join(folder, 'content'), 'whole'));
const failing = source('attic', async (folder) => {
	await writeFile(path.join(folder, 'content'), 'half');
	throw new Error('the attic is locked');
});

describe('the Synapse of the project', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'synapse-'));
	});
	afterEach(() => rm(folder, { recursive: true }));

	it('is installed from the second place where the first one fails, and tells of both', async () => {
		const told: string[] = [];
		const { origin } = await installedSynapse((line) => told.push(line), folder, [failing, working]);
		expect(origin).to.equal('1.0 from the shelf');
		expect(await readdir(folder)).to.deep.equal(['shelf']);
		expect(told).to.include('no Synapse from the attic: the attic is locked');
	});

	it('is used at once where it is installed, before another place is tried', async () => {
		await installedSynapse(undefined, folder, [working]);
		const untouched = source('attic', () => Promise.reject(new Error('must not be asked')));
		expect((await installedSynapse(undefined, folder, [untouched, working])).origin).to.equal(
			'1.0 from the shelf',
		);
	});

	it('replaces a folder that is there without being complete', async () => {
		await mkdir(path.join(folder, 'shelf'));
		await writeFile(path.join(folder, 'shelf', 'content'), 'half');
		await installedSynapse(undefined, folder, [working]);
		expect(await readFile(path.join(folder, 'shelf', 'content'), 'utf8')).to.equal('whole');
	});

	it('keeps what another process installed meanwhile', async () => {
		const overtaken = source('shelf', async (building) => {
			await writeFile(path.join(building, 'content'), 'later');
			await mkdir(path.join(folder, 'shelf'));
			await writeFile(path.join(folder, 'shelf', 'content'), 'earlier');
			await markComplete(path.join(folder, 'shelf'), '1.0');
		});
		await installedSynapse(undefined, folder, [overtaken]);
		expect(await readFile(path.join(folder, 'shelf', 'content'), 'utf8')).to.equal('earlier');
		expect(await readdir(folder)).to.deep.equal(['shelf']);
	});

	it('clears away what an interrupted installation left, and not what is still being built', async () => {
		const beyondEveryProcess = 2 ** 30;
		await mkdir(path.join(folder, `shelf.building-${beyondEveryProcess}`));
		await mkdir(path.join(folder, `other.building-${process.ppid}`));
		await installedSynapse(undefined, folder, [working]);
		expect((await readdir(folder)).sort()).to.deep.equal([`other.building-${process.ppid}`, 'shelf']);
	});

	it('is missed with one error that has every answer and what to do', async () => {
		const error: unknown = await installedSynapse(undefined, folder, [failing]).catch(
			(reason: unknown) => reason,
		);
		expect(String(error)).to.equal(
			`Error: ${failureText([{ title: 'the attic', answer: 'the attic is locked' }])}`,
		);
		expect(await readdir(folder)).to.deep.equal([]);
	});

	it('comes from the one place that SANDBOX_SYNAPSE_SOURCE names', () => {
		expect(allowedSources('debian').map(({ name }) => name)).to.deep.equal(['debian']);
		expect(allowedSources(undefined).map(({ name }) => name)).to.deep.equal(['pypi', 'debian']);
		expect(() => allowedSources('conda')).to.throw(
			'SANDBOX_SYNAPSE_SOURCE is conda; it may be pypi or debian',
		);
	});
});

describe('the error of a failed set-up', () => {
	it('has a line for each attempt, longer answers indented, and the way around', () => {
		expect(
			failureText([
				{ title: 'PyPI', answer: 'pip ended with exit code 1:\nno route' },
				{ title: "Debian's packages", answer: 'needs root' },
			]),
		).to.equal(
			[
				'Synapse could not be set up. What was tried:',
				'- PyPI: pip ended with exit code 1:',
				'    no route',
				"- Debian's packages: needs root",
				'What to do: mend one of the above and start again, or use a homeserver of your own by setting',
				'SANDBOX_HOMESERVER_URL, SANDBOX_HOMESERVER_DOMAIN and SANDBOX_HOMESERVER_SECRET',
				'(its address, its server_name and its registration_shared_secret).',
			].join('\n'),
		);
	});
});
