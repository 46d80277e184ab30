import { expect } from 'chai';
import { CommandError, lastLines, runCommand } from '../../../sandbox/homeserver/command';

describe('a command', () => {
	it('gives everything it printed, on either stream', async () => {
		const output = await runCommand('/bin/sh', ['-c', 'echo one; echo two >&2']);
		expect(output.split('\n').sort()).to.deep.equal(['', 'one', 'two']);
	});

	it('fails with what it printed last and how it ended', async () => {
		const error: unknown = await runCommand('/bin/sh', ['-c', 'echo so far; exit 3']).catch(
			(reason: unknown) => reason,
		);
		expect(error).to.be.instanceOf(CommandError);
		expect(String(error)).to.match(/ended with exit code 3:\nso far$/);
	});

	it('that does not exist fails with its name', async () => {
		const error: unknown = await runCommand('no-such-command', []).catch((reason: unknown) => reason);
		expect(String(error)).to.match(/^CommandError: no-such-command could not be started/);
	});

	it('that is silent is told of every few seconds, with the stage it is in', async function () {
		this.timeout(15_000);
		const told: string[] = [];
		await runCommand('/bin/sh', ['-c', 'echo stage: unpacking; sleep 5.5'], {
			purpose: 'installing',
			tell: (line) => /^stage: (.*)$/.exec(line)?.[1],
			progress: (line) => told.push(line),
		});
		expect(told).to.have.length(1);
		expect(told[0]).to.match(/^unpacking \([45] s\)$/);
	});
});

describe('the end of an output', () => {
	it('leaves out empty lines and what a carriage return has overwritten', () => {
		expect(lastLines('a\n\n10 %\r20 %\nb\n\n', 3)).to.equal('10 %\n20 %\nb');
	});
});
