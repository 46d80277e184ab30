import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import { expect } from 'chai';
import { wakeSoon } from '../../src/admin/wake';
import { engineSettings } from '../../src/settings';
import { mockTimers } from '../support/mock-timers';
import { startStub } from '../support/stub-server';

/** The settings with their defaults, except those that have none. */
const complete = {
	...Object.fromEntries(engineSettings.map(({ id, packageValue }) => [id, String(packageValue)])),
	homeserver_url: 'http://homeserver.test',
	homeserver_domain: 'example.org',
	as_token: 'a'.repeat(40),
	hs_token: 'h'.repeat(40),
};

describe('wakeSoon', () => {
	const { pass } = mockTimers();
	let workspace: { url: string; stop: () => Promise<void> };
	let calls: string[];
	let tellCall: () => void;

	beforeEach(async () => {
		calls = [];
		tellCall = () => undefined;
		workspace = await startStub((request, response) => {
			calls.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`);
			response.end('{}');
			tellCall();
		});
	});
	afterEach(() => workspace.stop());

	/** The settings of the app and of the workspace. */
	function environment(own: Readonly<Record<string, string>>): IEnvironmentRead {
		const reader = (values: Readonly<Record<string, string>>) => ({
			getValueById: async (id: string) => values[id] ?? '',
		});
		const all = {
			getSettings: () => reader(own),
			getServerSettings: () => reader({ Site_Url: workspace.url }),
		};
		return all as unknown as IEnvironmentRead;
	}
	/** Lets time go on. @returns when the workspace was called */
	async function passUntilCalled(milliseconds: number): Promise<void> {
		const called = new Promise<void>((resolve) => (tellCall = resolve));
		await pass(milliseconds);
		await called;
	}

	const ping = `POST /api/apps/public/app/_matrix/app/v1/ping Bearer ${complete.hs_token}`;

	it('calls the app at its own address after a start, until a call has come', async () => {
		let isAwake = false;
		wakeSoon(environment(complete), 'app', () => isAwake);
		await pass(99);
		expect(calls).to.deep.equal([]);
		await passUntilCalled(1);
		await passUntilCalled(400);
		expect(calls).to.deep.equal([ping, ping]);
		isAwake = true;
		await pass(60_000);
		expect(calls).to.deep.equal([ping, ping]);
	});

	it('calls four times at most', async () => {
		wakeSoon(environment(complete), 'app', () => false);
		for (const pause of [100, 400, 1_500, 8_000]) {
			await passUntilCalled(pause);
		}
		await pass(60_000);
		expect(calls).to.deep.equal([ping, ping, ping, ping]);
	});

	it('calls nobody while the settings are incomplete', async () => {
		wakeSoon(environment({ ...complete, homeserver_url: '' }), 'app', () => false);
		await pass(60_000);
		expect(calls).to.deep.equal([]);
	});

	it('does not mind settings that cannot be read', async () => {
		const broken = {
			getSettings: () => {
				throw new Error('gone');
			},
		};
		wakeSoon(broken as unknown as IEnvironmentRead, 'app', () => false);
		await pass(60_000);
		expect(calls).to.deep.equal([]);
	});
});
