import { expect } from 'chai';
import { collections } from '../../sandbox/workspace/functions/collections';
import { InstalledApp } from '../support/installed-app';
import { describeOnRuntimes } from '../support/runtimes';

describeOnRuntimes('the personal access token for the REST API, in the real engine', (runtime) => {
	let app: InstalledApp;
	let owner: { userId: string; token: string };

	before(async () => {
		app = await InstalledApp.start({}, { runtime });
		const { token } = await app.admin.rest.post<{ token: string }>(
			'/api/v1/users.generatePersonalAccessToken',
			{ tokenName: 'federation' },
		);
		owner = { userId: app.admin.userId, token };
	});
	after(() => app.stop());

	/** The line of the status about the token, with an access if it changes before. */
	const line = async (access?: { userId: string; token: string }) => {
		if (access) {
			await app.changeAccess(access);
		}
		const lines = (await app.command(app.admin, 'status')).split('\n');
		return lines.find((each) => /personal access token|own address|REST API of/.test(each));
	};

	it('is asked for, with what its lack means', async () => {
		expect(await line()).to.equal(
			'➖ No personal access token is entered. It is optional. With one, names, topics and roles here follow changes on Matrix, people on Matrix have their avatars in lists, too, custom emoji are pictures there, and people there see when somebody here is typing. Make it as an administrator (My Account › Personal Access Tokens), and enter it with your user id in the settings of the app.',
		);
	});

	it('is refused with only one of user id and token', async () => {
		expect(await line({ userId: owner.userId, token: '' })).to.equal(
			"❌ Only one of the user id and the personal access token for this workspace's REST API is entered. Enter both in the app's settings, or neither.",
		);
	});

	it('is wrong if the workspace has never known it', async () => {
		expect(await line({ userId: owner.userId, token: 'mistyped' })).to.equal(
			'❌ The workspace does not know the personal access token in the settings of the app, or it belongs to another user id. Enter the token and the id of one user.',
		);
	});

	it('is not enough if its user is no administrator', async () => {
		const { userId, authToken } = await app.person('alice');
		expect(await line({ userId, token: authToken })).to.match(
			/^❌ The personal access token belongs to `alice`, who does not have the role admin/,
		);
	});

	it('works if it belongs to an administrator', async () => {
		expect(await line(owner)).to.equal(
			'✅ The personal access token of `admin` works: names, topics and roles of federated rooms follow changes on Matrix.',
		);
	});

	it('is of no use while the workspace does not answer at its own address', async () => {
		await app.administration.changeSetting('Site_Url', 'http://127.0.0.1:9');
		try {
			expect(await line(owner)).to.equal(
				'❌ The workspace does not answer the app at its own address http://127.0.0.1:9. Check that this server reaches its own Site URL.',
			);
		} finally {
			await app.administration.changeSetting('Site_Url', app.url);
		}
	});

	// The last one: the token is gone.
	it('has expired if it worked before, also after a start of the app', async () => {
		expect(await line(owner)).to.match(/^✅/);
		await app.kill();
		const { users } = collections(app.workspace.server);
		const { services } = users.findById(owner.userId) ?? expect.fail('no administrator');
		const others =
			services?.resume?.loginTokens.filter(({ type }) => type !== 'personalAccessToken') ?? [];
		users.set(owner.userId, { services: { ...services, resume: { loginTokens: others } } });
		expect(await line(owner)).to.equal(
			'❌ The personal access token in the settings of the app has worked before, but the workspace refuses it now. It has expired, it was removed, or its user was deactivated. Make a new one and enter it in the settings.',
		);
	});
});
