import { expect } from 'chai';
import { parseParameters } from '../../../sandbox/workspace/bridges/command-parameters';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

// apps/meteor/app/api/server/v1/commands.ts and apps/meteor/app/apps/server/bridges/commands.ts
describe('slash commands over REST', () => {
	let probe: ProbeWorkspace;
	let person: Credentials;

	before(async () => {
		probe = await ProbeWorkspace.start();
		person = await probe.person('alice');
	});

	beforeEach(() => probe.forgetEvents());

	after(() => probe.stop());

	const run = (body: object): ReturnType<ProbeWorkspace['rest']> =>
		probe.rest('POST', '/api/v1/commands.run', body, person);

	it("list and show an app's command with keys of its translations", async () => {
		const { body } = await probe.rest('GET', '/api/v1/commands.get?command=probe', undefined, person);
		expect(body.command).to.deep.equal({
			command: 'probe',
			description: 'app-6b1f5e1a-3c0e-4d5b-9a53-0f4c2f9f7a11.probe_description',
			params: 'app-6b1f5e1a-3c0e-4d5b-9a53-0f4c2f9f7a11.probe_params',
			providesPreview: false,
		});
		const list = await probe.rest('GET', '/api/v1/commands.list', undefined, person);
		expect(list.body).to.include({ appsLoaded: true, offset: 0, count: 1, total: 1 });
	});

	it('reach the app with who, where and the words', async () => {
		expect(
			await run({
				command: 'Probe',
				params: 'dm "two words" @bob:example.org',
				roomId: 'GENERAL',
				triggerId: 't',
			}),
		).to.deep.equal({ status: 200, body: { success: true } });
		const { data } = await probe.waitForEvent('command');
		const { sender, room, ...call } = data as Record<string, Record<string, unknown>>;
		expect(call).to.deep.equal({
			arguments: ['dm', 'two words', '@bob:example.org'],
			threadId: null,
			triggerId: 't',
		});
		expect(sender).to.include({ username: 'alice' });
		expect(room).to.include({ id: 'GENERAL' });
	});

	it('are refused where the person has no access, and when they do not exist', async () => {
		expect(await run({ command: 'probe', roomId: 'elsewhere' })).to.deep.equal({
			status: 403,
			body: { success: false, error: 'User does not have access to this room' },
		});
		expect(await run({ command: 'nothing', roomId: 'GENERAL' })).to.deep.equal({
			status: 400,
			body: { success: false, error: 'The command provided does not exist (or is disabled).' },
		});
		expect((await run({ command: 'probe' })).body.errorType).to.equal('invalid-params');
		expect((await run({ command: 'probe', roomId: 'GENERAL', tmid: 'nothing' })).body.error).to.equal(
			'Invalid thread.',
		);
	});
});

// apps/meteor/lib/utils/parseParameters.ts
describe('the words behind a command', () => {
	const cases: [text: string, words: string[]][] = [
		['', []],
		['  one   two\nthree\tfour ', ['one', 'two', 'three', 'four']],
		['say "two words" once', ['say', 'two words', 'once']],
		["'single quotes' too", ['single quotes', 'too']],
		['"a""b"', ['a', 'b']],
		['an "" empty one', ['an', '', 'empty', 'one']],
		['"she said \\"hi\\" again"', ['she said "hi" again']],
		["an apostrophe isn't one", ['an', 'apostrophe', "isn't", 'one']],
		['name="two words"', ['name=two words']],
	];
	for (const [text, words] of cases) {
		it(`of ${JSON.stringify(text)} are ${JSON.stringify(words)}`, () => {
			expect(parseParameters(text)).to.deep.equal(words);
		});
	}
});
