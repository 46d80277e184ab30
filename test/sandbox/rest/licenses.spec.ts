import { expect } from 'chai';
import { WorkspaceAdministration } from '../../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../../sandbox/clients/workspace-client';
import { issueLicense } from '../../../sandbox/workspace/licensing/issue';
import { plans } from '../../../sandbox/workspace/licensing/plans';
import { memoryServer } from '../support/memory-server';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

// apps/meteor/ee/server/api/licenses.ts
describe('licenses over REST', () => {
	let probe: ProbeWorkspace;
	let alice: Credentials;

	before(async () => {
		probe = await ProbeWorkspace.start();
		alice = await probe.person('alice');
	});

	after(() => probe.stop());

	const add = (body: object, credentials?: Credentials) =>
		probe.rest('POST', '/api/v1/licenses.add', body, credentials);
	const info = (query = '', credentials?: Credentials) =>
		probe.rest('GET', `/api/v1/licenses.info${query}`, undefined, credentials);
	const issue = (tag: string) =>
		issueLicense(probe.server.directory, {
			tags: [tag],
			modules: ['auditing'],
			limits: { activeUsers: 9 },
		});
	const readByApp = (id: string) =>
		probe.call({ path: 'read.getEnvironmentReader.getServerSettings.getValueById', args: [id] });
	const prevented = {
		activeUsers: false,
		guestUsers: false,
		roomsPerGuest: false,
		privateApps: false,
		marketplaceApps: false,
		monthlyActiveContacts: false,
	};

	it('tell everybody who is logged in that there is none', async () => {
		expect(await info('', alice)).to.deep.equal({
			status: 200,
			body: {
				license: {
					activeModules: [],
					externalModules: [],
					preventedActions: { ...prevented, privateApps: true },
					limits: {},
					tags: [],
					trial: false,
					hasValidLicense: false,
				},
				success: true,
			},
		});
		const stranger = { userId: '', headers: { 'X-User-Id': '', 'X-Auth-Token': '' } };
		expect((await info('', stranger)).status).to.equal(401);
	});

	it('are added by administrators only, if they are licenses', async () => {
		const text = issue('Pro');
		expect((await add({ license: text }, alice)).status).to.equal(403);
		expect(await add({ license: 'garbage' })).to.deep.equal({
			status: 400,
			body: { success: false, error: 'Invalid license' },
		});
		expect((await add({ license: '' })).body.error).to.equal('Empty license');
		expect((await add({})).body.errorType).to.equal('invalid-params');
		const foreign = issueLicense(memoryServer().directory, { tags: ['Pro'] });
		expect((await add({ license: foreign })).body.error).to.equal('Invalid license');
		expect(await readByApp('Enterprise_License')).to.equal('');
		expect(await add({ license: text })).to.deep.equal({ status: 200, body: { success: true } });
		expect(await readByApp('Enterprise_License')).to.equal(text);
		expect(await readByApp('Enterprise_License_Status')).to.equal('Valid');
	});

	it('tell everybody the tags and modules, administrators also the limits and the license', async () => {
		const { body } = await info('', alice);
		expect(body.license).to.deep.equal({
			activeModules: ['auditing'],
			externalModules: [],
			preventedActions: prevented,
			limits: {},
			tags: [{ name: 'Pro', color: '#F3BE08' }],
			trial: false,
			hasValidLicense: true,
		});
		const { license } = (await info('?loadValues=true')).body as {
			license: { limits: object; license: { version: string } };
		};
		expect(license.limits).to.deep.include({
			activeUsers: { max: 9, value: 2 },
			privateApps: { max: -1, value: 0 },
			marketplaceApps: { max: -1, value: 1 },
		});
		expect(license.license.version).to.equal('3.0');
	});

	it('hold over a restart, with the key that signed them', async () => {
		await probe.restart();
		expect(await readByApp('Enterprise_License_Status')).to.equal('Valid');
		expect((await info()).body.license).to.deep.include({ hasValidLicense: true });
		expect(await add({ license: issue('Starter') })).to.include({ status: 200 });
	});

	it('put the workspace on a plan, and an emptied setting takes it off', async () => {
		const admin = await WorkspacePerson.login(probe.url, 'admin', 'a password for tests');
		const administration = new WorkspaceAdministration(admin);
		for (const plan of [...plans, 'community'] as const) {
			await administration.putOnPlan(plan, probe.server.directory);
			expect(await administration.plan()).to.equal(plan);
		}
		admin.stop();
		expect(await readByApp('Enterprise_License')).to.equal('');
		expect(await readByApp('Enterprise_License_Status')).to.equal('Invalid');
	});
});
