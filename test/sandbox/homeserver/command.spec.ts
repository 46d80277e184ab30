import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor } from '../../../sandbox/clients/waiting';
import { CommandError, lastLines, runCommand } from '../../../sandbox/homeserver/command';

describe('a command', () => {
	it('returns everything it printed, on both streams', async () => {
		const output = await runCommand('/bin/sh', ['-c', 'echo one; echo two >&2']);
		expect(output.split('\n').sort()).to.deep.equal(['', 'one', 'two']);
	});

	it('fails with its exit code and its last lines of output', async () => {
		const error: unknown = await runCommand('/bin/sh', ['-c', 'echo so far; exit 3']).catch(
			(reason: unknown) => reason,
		);
		expect(error).to.be.instanceOf(CommandError);
		expect(String(error)).to.match(/ended with exit code 3:\nso far$/);
	});

	it('that does not exist fails, and the error names it', async () => {
		const error: unknown = await runCommand('no-such-command', []).catch((reason: unknown) => reason);
		expect(String(error)).to.match(/^CommandError: no-such-command could not be started/);
	});

	it('is killed when the process that runs it exits, together with its child processes', async () => {
		const source = new URL('../../../sandbox/homeserver/command.ts', import.meta.url);
		const script = [
			`import { runCommand } from ${JSON.stringify(source.href)};`,
			"process.on('SIGTERM', () => process.exit(0));",
			'const stageIn = (line) => { console.log(line); };',
			"void runCommand('/bin/sh', ['-c', 'sleep 300 & echo $!; wait'], { stageIn });",
		].join('\n');
		const runner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script]);
		const [printed] = (await once(runner.stdout, 'data')) as [Buffer];
		const grandchild = Number(printed.toString());
		expect(isRunning(grandchild)).to.equal(true);
		runner.kill('SIGTERM');
		await once(runner, 'exit');
		await waitFor({
			what: "the end of the command's child process",
			timeout: 60_000,
			interval: 20,
			look: () => (isRunning(grandchild) ? undefined : true),
		});
	});

	it('that prints nothing for four seconds is reported as running, with its stage', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'command-'));
		const lines: string[] = [];
		try {
			await runCommand(
				'/bin/sh',
				['-c', 'echo stage: unpacking; until [ -e end ]; do sleep 0.1; done'],
				{
					directory: folder,
					purpose: 'installing',
					stageIn: (line) => /^stage: (.*)$/.exec(line)?.[1],
					progress: (line) => {
						lines.push(line);
						writeFileSync(path.join(folder, 'end'), '');
					},
				},
			);
		} finally {
			await rm(folder, { recursive: true });
		}
		expect(lines[0]).to.match(/^unpacking \(([4-9]|\d\d+) s\)$/);
	});
});

describe('the end of an output', () => {
	it('leaves out empty lines and splits at carriage returns', () => {
		expect(lastLines('a\n\n10 %\r20 %\nb\n\n', 3)).to.equal('10 %\n20 %\nb');
	});
});

/** @returns whether a process runs; a zombie (state Z in /proc/<id>/stat) does not */
function isRunning(id: number): boolean {
	try {
		return !readFileSync(`/proc/${id}/stat`, 'utf8').includes(') Z');
	} catch {
		return false;
	}
}
