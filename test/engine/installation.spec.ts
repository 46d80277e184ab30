import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { statSync } from 'node:fs';
import { parse } from 'yaml';
import { InstalledApp, packagedAppJson, packagedZip } from '../support/installed-app';
import { describeOnRuntimes } from '../support/runtimes';

describeOnRuntimes('the package in the real engine', (runtime) => {
	let app: InstalledApp;

	before(async () => {
		app = await InstalledApp.start({}, { runtime });
	});
	after(() => app.stop());

	it('holds app.json, one bundled file, the icon and the texts, and is small', () => {
		const names = new AdmZip(packagedZip()).getEntries().map(({ entryName }) => entryName);
		const texts = ['de', 'en', 'es', 'fr', 'pt-BR'].map((language) => `i18n/${language}.json`);
		expect(names.sort()).to.deep.equal(['FederationApp.js', 'app.json', ...texts, 'icon.png']);
		expect(statSync(packagedZip()).size).to.be.lessThan(450_000);
	});

	it('lists the interfaces and permissions of the code', () => {
		expect(packagedAppJson()).to.deep.include({
			name: 'Federation',
			nameSlug: 'federation',
			requiredApiVersion: '^1.62.0',
			implements: [
				'IPostMessageDeleted',
				'IPostMessagePinned',
				'IPostMessageReacted',
				'IPostMessageSent',
				'IPostMessageUpdated',
				'IPostRoomCreate',
				'IPostRoomDeleted',
				'IPostRoomUserJoined',
				'IPostRoomUserLeave',
				'IPostSystemMessageSent',
				'IPostUserDeleted',
				'IPostUserStatusChanged',
				'IPostUserUpdated',
				'IPreRoomCreatePrevent',
				'IPreRoomUserJoined',
				'IUIKitInteractionHandler',
			],
			permissions: [
				'api',
				'message.read',
				'message.write',
				'networking',
				'persistence',
				'room.read',
				'room.write',
				'scheduler',
				'server-setting.read',
				'slashcommand',
				'upload.read',
				'upload.write',
				'user.read',
				'user.write',
			].map((name) => ({ name })),
		});
	});

	it('is enabled', async () => {
		expect(await app.administration.appStatus(app.appId)).to.equal('manually_enabled');
	});

	it('has its settings with their defaults', async () => {
		const { as_token, hs_token, ...settings } = await app.administration.appSettings(app.appId);
		expect(settings).to.deep.equal({
			homeserver_url: '',
			homeserver_domain: '',
			callback_url: '',
			appservice_id: 'rocketchat',
			bot_localpart: 'rocketchat',
			user_prefix: 'rc_',
			alias_prefix: 'rc_',
			delivery_days: '3',
			intake: 'push',
			invite_policy: 'ask',
			read_along: 'tell',
			sync_avatars: true,
			sync_read_receipts: false,
			sync_typing: true,
			sync_presence: false,
			erase_deleted_users: 'keep',
			history_messages: '20',
			command_roles: 'user,admin',
			allowed_servers: '',
			blocked_servers: '',
			workspace_user_id: '',
			workspace_token: '',
			max_file_size: 0,
		});
		expect([as_token, hs_token]).to.satisfy((tokens: unknown[]) =>
			tokens.every((token) => typeof token === 'string' && /^[\w-]{43}$/.test(token)),
		);
		expect(as_token).not.to.equal(hs_token);
	});

	it('keeps its tokens over an update, a disabling and a restart', async () => {
		const tokens = async () => {
			const { as_token, hs_token } = await app.administration.appSettings(app.appId);
			return [as_token, hs_token];
		};
		const atInstallation = await tokens();
		const { id, permissions } = packagedAppJson();
		await app.administration.installApp(packagedZip(), { id, permissions });
		expect(await tokens()).to.deep.equal(atInstallation);
		await app.administration.setAppStatus(id, 'manually_disabled');
		await app.administration.setAppStatus(id, 'manually_enabled');
		expect(await tokens()).to.deep.equal(atInstallation);
		await app.restart();
		expect(await tokens()).to.deep.equal(atInstallation);
	});

	it('says what is missing until it is set up', async () => {
		expect(await app.command(app.admin, 'status')).to.match(
			/❌ The homeserver's address is missing.*\n❌ The homeserver's domain is missing/,
		);
		const person = await app.person('alice');
		expect(await app.command(person, 'dm @bob:example.org')).to.match(/^Federation is not set up yet/);
		const answer = await app.admin.rest.fetch(`/api/apps/public/${app.appId}/registration`);
		expect(answer.status).to.equal(409);
		expect(await answer.text()).to.match(/homeserver's address is missing/);
	});

	it('gives the registration file to administrators only', async () => {
		await app.administration.setAppSettings(app.appId, {
			homeserver_url: 'http://127.0.0.1:9',
			homeserver_domain: 'matrix.test',
		});
		const path = `/api/apps/public/${app.appId}/registration`;
		const file = await app.admin.rest.fetch(path);
		expect([file.status, file.headers.get('content-type')]).to.deep.equal([
			200,
			'application/yaml; charset=utf-8',
		]);
		expect(parse(await file.text())).to.deep.include({ id: 'rocketchat', url: app.publicApi });
		const person = await app.person('alice');
		expect((await person.rest.fetch(path)).status).to.equal(403);
		expect((await fetch(`${app.publicApi}/registration`)).status).to.equal(401);
		expect((await app.admin.rest.fetch(path, { method: 'DELETE' })).status).to.equal(405);
	});

	it('works again after its process was killed', async () => {
		await app.kill();
		expect(await app.command(app.admin, 'help')).to.include('/federation status');
	});

	// A defect of the engine, which docs/fidelity.md names.
	it('has no command for five minutes if its status was asked for while it was started again', async () => {
		await app.killWhileStatusIsAsked();
		const refusal: unknown = await app.command(app.admin, 'help').catch((error: unknown) => error);
		expect(String(refusal)).to.include('App not enabled');
		// Its endpoints work.
		expect((await fetch(`${app.publicApi}/registration`)).status).to.equal(401);
		// An administrator need not wait: for the engine the app can be enabled.
		await app.administration.setAppStatus(app.appId, 'manually_enabled');
		expect(await app.command(app.admin, 'help')).to.include('/federation status');
	});
});
