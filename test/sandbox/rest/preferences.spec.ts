import { expect } from 'chai';
import { WorkspacePerson } from '../../../sandbox/clients/workspace-client';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

// apps/meteor/app/api/server/v1/users.ts, apps/meteor/server/methods/saveUserPreferences.ts
describe("a person's language", () => {
	let probe: ProbeWorkspace;
	let alice: Credentials;

	before(async () => {
		probe = await ProbeWorkspace.start();
		alice = await probe.person('alice');
	});

	after(() => probe.stop());

	const set = (body: object, credentials?: Credentials) =>
		probe.rest('POST', '/api/v1/users.setPreferences', body, credentials);
	const preferences = async () =>
		(await probe.rest('GET', '/api/v1/users.getPreferences', undefined, alice)).body;
	const seenByApp = async () => {
		const user = (await probe.call({
			path: 'read.getUserReader.getByUsername',
			args: ['alice'],
		})) as { settings: unknown };
		return user.settings;
	};

	it('is none at first: the language of the server counts, which apps can read', async () => {
		expect(await preferences()).to.deep.equal({ preferences: {}, success: true });
		expect(await seenByApp()).to.deep.equal({ preferences: {} });
		const language = () =>
			probe.call({
				path: 'read.getEnvironmentReader.getServerSettings.getValueById',
				args: ['Language'],
			});
		expect(await language()).to.equal('');
		await probe.rest('POST', '/api/v1/settings/Language', { value: 'pt-BR' });
		expect(await language()).to.equal('pt-BR');
	});

	it('cannot be asked for by somebody whose account was not made over REST, such as the first administrator', async () => {
		expect((await probe.rest('GET', '/api/v1/users.getPreferences')).body.error).to.equal(
			"FAILED TO RETRIEVE USER PREFERENCES BECAUSE THEY HAVEN'T BEEN SET UP BY THE USER YET",
		);
	});

	it('comes through to apps once it is chosen', async () => {
		const person = await WorkspacePerson.login(probe.url, 'alice', 'another password for tests');
		await person.setLanguage('de');
		person.stop();
		expect(await seenByApp()).to.deep.equal({ preferences: { language: 'de' } });
		expect(await preferences()).to.deep.equal({ preferences: { language: 'de' }, success: true });
	});

	it('comes through to apps with a command that the person types', async () => {
		await probe.forgetEvents();
		await probe.rest('POST', '/api/v1/commands.run', { command: 'probe', roomId: 'GENERAL' }, alice);
		const { data } = await probe.waitForEvent('command');
		expect((data as { sender: object }).sender).to.deep.include({
			settings: { preferences: { language: 'de' } },
		});
	});

	it('is chosen by administrators for others, and by nobody else', async () => {
		expect(await set({ userId: alice.userId, data: { language: 'fr' } })).to.deep.equal({
			status: 200,
			body: {
				user: { _id: alice.userId, settings: { preferences: { language: 'fr' } } },
				success: true,
			},
		});
		const foreign = await set({ userId: probe.admin.userId, data: { language: 'fr' } }, alice);
		expect(foreign.body.errorType).to.equal('error-action-not-allowed');
		expect((await set({ userId: 'nobody', data: {} })).body.errorType).to.equal('error-invalid-user');
		expect((await set({})).body.errorType).to.equal('invalid-params');
		expect(await seenByApp()).to.deep.equal({ preferences: { language: 'fr' } });
	});

	it('stays as it is where other preferences are set', async () => {
		expect((await set({ data: { hideRoles: true } }, alice)).body.user).to.deep.include({
			settings: { preferences: { language: 'fr' } },
		});
	});
});
