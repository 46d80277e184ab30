import { expect } from 'chai';
import { once } from 'node:events';
import { request } from 'node:http';
import { WorkspaceAdministration } from '../../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../../sandbox/clients/workspace-client';
import { servePage, type Page } from '../../../sandbox/page/server';
import { planName, planSwitch } from '../../../sandbox/plan-switch';
import { issueLicense } from '../../../sandbox/workspace/licensing/issue';
import { ProbeWorkspace } from '../support/probe-workspace';

describe("the plan on the sandbox's page", () => {
	let probe: ProbeWorkspace;
	let admin: WorkspacePerson;
	let page: Page;
	let url: string;

	before(async () => {
		probe = await ProbeWorkspace.start();
		admin = await WorkspacePerson.login(probe.url, 'admin', 'a password for tests');
		const plan = planSwitch(new WorkspaceAdministration(admin), probe.server.directory);
		page = await servePage({}, plan, 0);
		url = `${page.url}/api/plan`;
	});

	after(async () => {
		await page.stop();
		admin.stop();
		await probe.stop();
	});

	const plans = [
		{ id: 'community', name: 'Community' },
		{ id: 'starter', name: 'Starter' },
		{ id: 'pro', name: 'Pro' },
		{ id: 'enterprise', name: 'Enterprise' },
	];
	const get = async (): Promise<unknown> => (await fetch(url)).json();
	const post = async (body: string, type = 'application/json') => {
		const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
		return [answer.status, await answer.json()] as unknown;
	};

	it('is the one that the server reports', async () => {
		expect(await get()).to.deep.equal({ present: 'community', plans });
		await probe.rest('POST', '/api/v1/licenses.add', {
			license: issueLicense(probe.server.directory, { tags: ['Enterprise'] }),
		});
		expect(await get()).to.deep.equal({ present: 'enterprise', plans });
	});

	it('is changed by a POST', async () => {
		expect(await post('{"plan":"starter"}')).to.deep.equal([200, { present: 'starter', plans }]);
		const { body } = await probe.rest('GET', '/api/v1/licenses.info');
		expect(body.license).to.deep.include({ tags: [{ name: 'Starter', color: '#F3BE08' }] });
		expect(await post('{"plan":"community"}')).to.deep.equal([200, { present: 'community', plans }]);
		expect(probe.server.settings.get('Enterprise_License')).to.equal('');
	});

	it('is null if the license names no plan', async () => {
		await probe.rest('POST', '/api/v1/licenses.add', {
			license: issueLicense(probe.server.directory, { tags: ['Gold'] }),
		});
		expect(await get()).to.deep.equal({ present: null, plans });
		expect(planName(undefined)).to.equal('not named by the license');
	});

	it('is not changed by an unknown plan, nor by a form or text that another site can send', async () => {
		const refused = [400, { error: 'the plan has to be one of community, starter, pro, enterprise' }];
		expect(await post('{"plan":"gold"}')).to.deep.equal(refused);
		expect(await post('plan=pro', 'application/x-www-form-urlencoded')).to.deep.equal(refused);
		expect(await post('{"plan":"pro"}', 'text/plain')).to.deep.equal(refused);
		expect(await get()).to.deep.include({ present: null });
	});

	it('cannot be changed under another host name', async () => {
		const [answer] = (await once(
			request(url, { method: 'POST', headers: { host: 'foreign.test' } }).end(),
			'response',
		)) as [{ statusCode: number; resume(): void }];
		answer.resume();
		expect(answer.statusCode).to.equal(403);
	});
});
