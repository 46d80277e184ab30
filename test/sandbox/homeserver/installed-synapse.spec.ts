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

describe("the project's Synapse", () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'synapse-'));
	});
	afterEach(() => rm(folder, { recursive: true }));

	it('is installed from the second source if the first one fails, and says why the first one failed', async () => {
		const lines: string[] = [];
		const { origin } = await installedSynapse((line) => lines.push(line), folder, [failing, working]);
		expect(origin).to.equal('1.0 from the shelf');
		expect(await readdir(folder)).to.deep.equal(['shelf']);
		expect(lines).to.include('no Synapse from the attic: the attic is locked');
	});

	it('is used if it is installed, and no other source is tried', async () => {
		await installedSynapse(undefined, folder, [working]);
		const untouched = source('attic', () => Promise.reject(new Error('must not be asked')));
		expect((await installedSynapse(undefined, folder, [untouched, working])).origin).to.equal(
			'1.0 from the shelf',
		);
	});

	it('replaces an incomplete installation', async () => {
		await mkdir(path.join(folder, 'shelf'));
		await writeFile(path.join(folder, 'shelf', 'content'), 'half');
		await installedSynapse(undefined, folder, [working]);
		expect(await readFile(path.join(folder, 'shelf', 'content'), 'utf8')).to.equal('whole');
	});

	it('keeps the same version that another process has installed meanwhile', async () => {
		const slower = source('shelf', async (building) => {
			await writeFile(path.join(building, 'content'), 'later');
			await mkdir(path.join(folder, 'shelf'));
			await writeFile(path.join(folder, 'shelf', 'content'), 'earlier');
			await markComplete(path.join(folder, 'shelf'), '1.0');
		});
		await installedSynapse(undefined, folder, [slower]);
		expect(await readFile(path.join(folder, 'shelf', 'content'), 'utf8')).to.equal('earlier');
		expect(await readdir(folder)).to.deep.equal(['shelf']);
	});

	it('removes the folder of an interrupted installation, but not that of a running one', async () => {
		const idOfNoProcess = 2 ** 30;
		await mkdir(path.join(folder, `shelf.building-${idOfNoProcess}`));
		await mkdir(path.join(folder, `other.building-${process.ppid}`));
		await installedSynapse(undefined, folder, [working]);
		expect((await readdir(folder)).sort()).to.deep.equal([`other.building-${process.ppid}`, 'shelf']);
	});

	it('fails with one error that says what failed and what to do, and leaves no folder', async () => {
		const error: unknown = await installedSynapse(undefined, folder, [failing]).catch(
			(reason: unknown) => reason,
		);
		expect(String(error)).to.equal(
			`Error: ${failureText([{ title: 'the attic', reason: 'the attic is locked' }])}`,
		);
		expect(await readdir(folder)).to.deep.equal([]);
	});

	it('comes from the source that SANDBOX_SYNAPSE_SOURCE names', () => {
		expect(allowedSources('debian').map(({ name }) => name)).to.deep.equal(['debian']);
		expect(allowedSources(undefined).map(({ name }) => name)).to.deep.equal(['pypi', 'debian']);
		expect(() => allowedSources('conda')).to.throw(
			'SANDBOX_SYNAPSE_SOURCE is conda; it may be pypi or debian',
		);
	});
});

describe('the error of a failed installation', () => {
	it('has a line for each attempt, with further lines indented, and says what to do', () => {
		expect(
			failureText([
				{ title: 'PyPI', reason: 'pip ended with exit code 1:\nno route' },
				{ title: "Debian's packages", reason: 'needs root' },
			]),
		).to.equal(
			[
				'Synapse could not be set up. What was tried:',
				'- PyPI: pip ended with exit code 1:',
				'    no route',
				"- Debian's packages: needs root",
				'What to do: fix one of the problems above and start again, or use your own homeserver: set',
				'SANDBOX_HOMESERVER_URL, SANDBOX_HOMESERVER_DOMAIN and SANDBOX_HOMESERVER_SECRET',
				'(its address, its server_name and its registration_shared_secret).',
			].join('\n'),
		);
	});
});
