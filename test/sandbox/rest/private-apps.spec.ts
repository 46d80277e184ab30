import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkspaceAdministration } from '../../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../../sandbox/clients/workspace-client';
import { Database } from '../../../sandbox/workspace/database/database';
import { ServerSettings } from '../../../sandbox/workspace/settings/server-settings';
import { startWorkspace, type Workspace } from '../../../sandbox/workspace/workspace';
import { eventually } from '../support/eventually';
import { probeId, probePackage, probePermissions } from '../support/probe-package';

// apps/meteor/ee/server/apps/communication/rest.ts, apps/meteor/ee/app/license/server/canEnableApp.ts
describe('an uploaded app', function () {
	this.timeout(60_000);

	const admin = { username: 'admin', password: 'a password for tests' };
	let directory: string;
	let workspace: Workspace;
	let person: WorkspacePerson;
	let administration: WorkspaceAdministration;

	before(async () => {
		directory = await mkdtemp(path.join(tmpdir(), 'private-apps-'));
		workspace = await startWorkspace({ port: 0, directory, admin });
		person = await WorkspacePerson.login(workspace.url, admin.username, admin.password);
		administration = new WorkspaceAdministration(person);
	});

	after(async () => {
		person.stop();
		await workspace.stop();
		await rm(directory, { recursive: true });
	});

	const upload = async (address: string, version: string): Promise<{ status: number; body: Answer }> => {
		const form = new FormData();
		form.append('app', new Blob([new Uint8Array(await probePackage({ version }))]), 'app.zip');
		form.append('permissions', JSON.stringify(probePermissions));
		const response = await person.rest.fetch(address, { method: 'POST', body: form });
		return { status: response.status, body: (await response.json()) as Answer };
	};

	it('stays disabled on the Community plan, and cannot be enabled', async () => {
		const { status, body } = await upload('/api/apps', '1.0.0');
		expect([status, body.app?.version]).to.deep.equal([200, '1.0.0']);
		const { app } = await person.rest.get<Answer>(`/api/apps/${probeId}`);
		expect(app?.private).to.equal(true);
		expect(await administration.appStatus(probeId)).not.to.match(/enabled/);
		const refusal = await administration.setAppStatus(probeId, 'manually_enabled').then(
			() => 'enabled',
			(error: unknown) => JSON.stringify((error as { body: unknown }).body),
		);
		expect(refusal).to.contain('license-prevented');
	});

	it('cannot be updated by an upload on the Community plan', async () => {
		const { status, body } = await upload(`/api/apps/${probeId}`, '1.1.0');
		expect([status, body.error]).to.deep.equal([400, 'Cannot_Update_Exempt_App']);
	});

	it('can be enabled and updated on a plan, and is disabled when the license ends', async () => {
		await administration.putOnPlan('starter', directory);
		await administration.setAppStatus(probeId, 'manually_enabled');
		expect((await upload(`/api/apps/${probeId}`, '1.1.0')).body.app?.version).to.equal('1.1.0');
		expect(await administration.appStatus(probeId)).to.equal('manually_enabled');
		await administration.putOnPlan('community', directory);
		await eventually('the app is disabled', async () =>
			((await administration.appStatus(probeId)) ?? '').includes('disabled'),
		);
	});

	// apps/meteor/ee/server/apps/orchestrator.js, `load`
	it('does not start if the license ended while the server was down', async () => {
		const restart = async (whileDown: () => void) => {
			person.stop();
			await workspace.stop();
			whileDown();
			workspace = await startWorkspace({ port: 0, directory, admin });
			person = await WorkspacePerson.login(workspace.url, admin.username, admin.password);
			administration = new WorkspaceAdministration(person);
		};
		await administration.putOnPlan('starter', directory);
		await administration.setAppStatus(probeId, 'manually_enabled');
		await restart(() => undefined);
		expect(await administration.appStatus(probeId)).to.equal('manually_enabled');
		await restart(() => {
			const database = Database.open(path.join(directory, 'workspace.sqlite'));
			new ServerSettings(database).set('Enterprise_License', '');
			database.close();
		});
		expect(await administration.appStatus(probeId)).not.to.match(/enabled/);
	});
});

interface Answer {
	readonly app?: { readonly version: string; readonly private?: boolean };
	readonly error?: string;
}
