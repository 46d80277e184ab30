import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { processIsAlive, recordedProcess, recordProcess } from '../../../sandbox/homeserver/process-record';

describe('the record of a process', () => {
	let folder: string;
	let file: string;
	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'record-'));
		file = path.join(folder, 'process');
	});
	after(() => rm(folder, { recursive: true }));

	it('finds the process while it runs, but not after its end', async () => {
		const child = spawn('sleep', ['60']);
		await once(child, 'spawn');
		const id = child.pid ?? 0;
		await recordProcess(file, id);
		expect(await recordedProcess(file)).to.equal(id);
		expect(processIsAlive(id)).to.equal(true);

		child.kill('SIGKILL');
		await once(child, 'exit');
		expect(await recordedProcess(file)).to.equal(undefined);
		expect(processIsAlive(id)).to.equal(false);
	});

	it('does not match a later process with the same id', async () => {
		await recordProcess(file, process.pid);
		const record = JSON.parse(await readFile(file, 'utf8')) as { id: number; started: string };
		await writeFile(file, JSON.stringify({ ...record, started: `${record.started}1` }));
		expect(await recordedProcess(file)).to.equal(undefined);
	});
});
