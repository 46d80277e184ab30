import { expect } from 'chai';
import { WorkspacePerson } from '../../../sandbox/clients/workspace-client';
import { parseParameters } from '../../../sandbox/workspace/bridges/command-parameters';
import { messageOf } from '../support/message-of';
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
		expect(list.body).to.include({ appsLoaded: true, offset: 0, count: 2, total: 2 });
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

// apps/meteor/app/utils/server/slashCommand.ts, apps/meteor/app/lib/server/methods/getSlashCommandPreviews.ts
describe('previews of slash commands', () => {
	let probe: ProbeWorkspace;
	let alice: WorkspacePerson;

	before(async () => {
		probe = await ProbeWorkspace.start();
		await probe.person('alice');
		alice = await WorkspacePerson.login(probe.url, 'alice', 'another password for tests');
	});

	beforeEach(() => probe.forgetEvents());

	after(async () => {
		alice.stop();
		await probe.stop();
	});

	const choose = (body: object) =>
		probe.rest('POST', '/api/v1/commands.preview', { command: 'preview', roomId: 'GENERAL', ...body });
	const item = (index: number) => ({ id: `id ${index}`, type: 'text', value: `value ${index}` });

	it('come from the app, which sees who types what and where', async () => {
		expect(await alice.previewCommand('Preview', '2 "two words"', 'GENERAL')).to.deep.equal({
			i18nTitle: 'preview_title',
			items: [item(0), item(1)],
		});
		const [event] = await probe.events('previewer');
		const { sender, room, ...call } = event?.data as Record<string, Record<string, unknown>>;
		expect(call).to.deep.equal({ arguments: ['2', 'two words'], threadId: null, triggerId: null });
		expect([sender?.username, room?.id]).to.deep.equal(['alice', 'GENERAL']);
	});

	it('are ten at most', async () => {
		const { items } = await alice.previewCommand('preview', '12', 'GENERAL');
		expect(items.map(({ id }) => id)).to.deep.equal(
			Array.from({ length: 10 }, (_, index) => `id ${index}`),
		);
	});

	it('are an empty list where there are none', async () => {
		const answer = await probe.rest(
			'GET',
			'/api/v1/commands.preview?command=preview&params=0&roomId=GENERAL',
		);
		expect(answer).to.deep.equal({
			status: 200,
			body: { preview: { i18nTitle: '', items: [] }, success: true },
		});
	});

	it('hand the app the one that was chosen, and do not run the command', async () => {
		await alice.choosePreview('preview', 'two words', 'GENERAL', item(1));
		const [event, ...others] = await probe.events();
		expect([event?.name, others]).to.deep.equal(['executePreviewItem', []]);
		const { sender, room, ...call } = event?.data as Record<string, Record<string, unknown>>;
		expect(call).to.deep.equal({
			item: item(1),
			arguments: ['two', 'words'],
			threadId: null,
			triggerId: null,
		});
		expect([sender?.username, room?.id]).to.deep.equal(['alice', 'GENERAL']);
	});

	it('carry the thread and the trigger of the choice', async () => {
		const { id } = await alice.send('GENERAL', 'a thread');
		expect(await choose({ previewItem: item(0), tmid: id, triggerId: 't' })).to.deep.equal({
			status: 200,
			body: { success: true },
		});
		const [event] = await probe.events('executePreviewItem');
		expect(event?.data).to.deep.include({ arguments: [], threadId: id, triggerId: 't' });
	});

	it('are refused for commands without them, unknown ones, other rooms, and broken items', async () => {
		const show = (query: string) => probe.rest('GET', `/api/v1/commands.preview?${query}`);
		expect(await show('command=probe&roomId=GENERAL')).to.deep.equal({
			status: 400,
			body: {
				success: false,
				error: 'Command Does Not Provide Previews [error-invalid-command]',
				errorType: 'error-invalid-command',
				details: { method: 'executeSlashCommandPreview' },
			},
		});
		expect((await show('command=nothing&roomId=GENERAL')).body.error).to.equal(
			'The command provided does not exist (or is disabled).',
		);
		expect((await show('command=preview&roomId=elsewhere')).status).to.equal(403);
		expect((await show('command=preview')).body.errorType).to.equal('invalid-params');
		expect((await choose({ previewItem: { id: '1', type: 'text', value: '' } })).body).to.deep.equal({
			success: false,
			error: 'Preview Item must have an id, type, and value. [error-invalid-preview]',
			errorType: 'error-invalid-preview',
		});
		expect((await choose({})).body.errorType).to.equal('invalid-params');
		expect((await choose({ previewItem: { id: '1', type: 'text' } })).body.errorType).to.equal(
			'invalid-params',
		);
		expect((await choose({ command: 'probe', previewItem: item(0) })).body.errorType).to.equal(
			'error-invalid-command',
		);
		expect((await choose({ previewItem: item(0), tmid: 'nothing' })).body.error).to.equal(
			'Invalid thread.',
		);
		expect(await probe.events()).to.deep.equal([]);
	});

	it('that fail in the app answer with its words', async () => {
		const failed = await alice.previewCommand('preview', 'x', 'GENERAL').catch(messageOf);
		expect(failed).to.include('status 400').and.to.include('The probe app shows numbers only');
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
