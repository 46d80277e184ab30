import { expect } from 'chai';
import { eventually } from '../support/eventually';
import { probeId, probePackage, probePermissions } from '../support/probe-package';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

// apps/meteor/ee/server/apps/communication/rest.ts
describe('the REST API of apps', () => {
	let probe: ProbeWorkspace;
	let person: Credentials;

	before(async () => {
		probe = await ProbeWorkspace.start();
		person = await probe.person('alice');
	});

	after(() => probe.stop());

	const form = async (version: string): Promise<FormData> => {
		const fields = new FormData();
		fields.append('app', new Blob([new Uint8Array(await probePackage({ version }))]), 'app.zip');
		fields.append('permissions', JSON.stringify(probePermissions));
		fields.append('sandbox-marketplace', 'yes');
		return fields;
	};

	it('tells an app with its status, and 404 of one that is not there', async () => {
		const { body } = await probe.rest('GET', `/api/apps/${probeId}`);
		expect(body.app).to.include({
			id: probeId,
			name: 'Probe',
			status: 'manually_enabled',
			private: false,
		});
		expect(await probe.rest('GET', '/api/apps/nothing')).to.deep.equal({
			status: 404,
			body: { success: false, error: 'No App found by the id of: nothing' },
		});
	});

	it('lists the installed apps for everybody who is logged in', async () => {
		const { body } = await probe.rest('GET', '/api/apps/installed', undefined, person);
		expect(body.apps).to.have.length(1);
		expect((await fetch(`${probe.url}/api/apps/installed`)).status).to.equal(401);
	});

	it('leaves everything else to administrators', async () => {
		expect(await probe.rest('DELETE', `/api/apps/${probeId}`, undefined, person)).to.deep.equal({
			status: 403,
			body: {
				success: false,
				error: 'User does not have the permissions required for this action [error-unauthorized]',
			},
		});
	});

	it("changes an app's settings, and the app hears of it", async () => {
		await probe.forgetEvents();
		const path = `/api/apps/${probeId}/settings`;
		const { body } = await probe.rest('POST', path, {
			settings: [{ id: 'greeting', value: 'good day' }],
		});
		expect(body).to.deep.equal({ updated: [{ id: 'greeting', value: 'good day' }], success: true });
		await probe.waitForEvent(
			'onSettingUpdated',
			({ id, value }) => id === 'greeting' && value === 'good day',
		);
		const one = await probe.rest('GET', `${path}/greeting`);
		expect(one.body.setting).to.include({ id: 'greeting', value: 'good day' });
		expect((await probe.rest('GET', `${path}/nothing`)).status).to.equal(404);
	});

	it('disables an app, whose endpoints are gone then, and enables it again', async () => {
		const path = `/api/apps/${probeId}/status`;
		expect((await probe.rest('POST', path, { status: 'manually_disabled' })).body.status).to.equal(
			'manually_disabled',
		);
		expect((await fetch(probe.endpoint('events'))).status).to.equal(404);
		expect((await probe.rest('POST', path, { status: 'manually_enabled' })).body.status).to.equal(
			'manually_enabled',
		);
		expect((await fetch(probe.endpoint('events'))).status).to.equal(200);
	});

	it('updates an app, which keeps its settings', async () => {
		const { status, body } = await probe.rest('POST', `/api/apps/${probeId}`, await form('1.1.0'));
		expect(status).to.equal(200);
		expect(body.app).to.include({ version: '1.1.0', status: 'manually_enabled' });
		const setting = await probe.rest('GET', `/api/apps/${probeId}/settings/greeting`);
		expect(setting.body.setting).to.include({ value: 'good day' });
	});

	it('refuses a second app with the same id, and keeps the first', async () => {
		expect((await probe.rest('POST', '/api/apps', await form('1.2.0'))).status).to.equal(400);
		expect((await probe.rest('GET', '/api/apps/installed')).body.apps).to.have.length(1);
	});

	it('shows the log entry of every call of a handler', async () => {
		await fetch(probe.endpoint('events'));
		await eventually('the call is in the log', async () => {
			const { body } = await probe.rest('GET', `/api/apps/${probeId}/logs`);
			return (body.logs as { method: string }[]).some(({ method }) => method === 'api:events:get');
		});
	});

	it('starts the app again when its subprocess is killed', async () => {
		const controller = probe.server
			.appManager()
			.getOneById(probeId)
			.getRuntimeController() as unknown as {
			deno?: { pid: number };
		};
		const pid = controller.deno?.pid;
		expect(pid).to.be.a('number');
		process.kill(Number(pid), 'SIGKILL');
		await eventually(
			'another process is there',
			() => controller.deno !== undefined && controller.deno.pid !== pid,
		);
		await eventually('it answers', async () => (await fetch(probe.endpoint('events'))).status === 200);
	});

	it('has the app enabled, with its settings, after a restart of the workspace', async () => {
		await probe.restart();
		const { body } = await probe.rest('GET', `/api/apps/${probeId}`);
		expect(body.app).to.include({ status: 'manually_enabled', version: '1.1.0' });
		expect((await fetch(probe.endpoint('events'))).status).to.equal(200);
	});

	it('removes an app', async () => {
		expect((await probe.rest('DELETE', `/api/apps/${probeId}`)).body.app).to.include({
			status: 'disabled',
		});
		expect((await probe.rest('GET', '/api/apps/installed')).body.apps).to.deep.equal([]);
		expect((await fetch(probe.endpoint('events'))).status).to.equal(404);
	});
});
