import { expect } from 'chai';
import { HostCallObserver, type HostCall } from '../../bench/chaos/host-calls';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { waitFor } from '../../sandbox/clients/waiting';
import { InstalledApp } from '../support/installed-app';
import { RoomHomeserver } from '../support/room-homeserver';
import { WorkspaceRooms } from '../support/workspace-rooms';

/** How often each operation is done. What the app does by itself meanwhile counts, too, so the one with the fewest calls counts. */
const TIMES = 3;
/** Milliseconds without a call or a request after which an operation is over. */
const QUIET_MS = 500;
const WAIT_LIMIT = 60_000;

/** The records that the app writes and reads by its clock, whatever people do. */
const ofClock = /"(?:instances?|hand-overs|last-push|pulled|inbox|shared)[/"]/;

describe('the calls to the host and the requests to the homeserver', () => {
	let lastActivity = 0;
	let calls = 0;
	const isOfOperation = ({ params }: HostCall) => !ofClock.test(JSON.stringify(params));
	const observer = new HostCallObserver((call) => {
		if (isOfOperation(call)) {
			calls += 1;
			lastActivity = Date.now();
		}
		return false;
	});
	let homeserver: RoomHomeserver;
	let app: InstalledApp;
	let alice: WorkspacePerson;
	let colleagues: readonly WorkspacePerson[];
	let rooms: WorkspaceRooms;
	let room: string;
	let matrixRoom: string;

	before(async () => {
		homeserver = await RoomHomeserver.start('matrix.test');
		const settings = { homeserver_url: homeserver.url, homeserver_domain: 'matrix.test' };
		app = await InstalledApp.start({ ...settings, sync_avatars: false });
		await app.ensureStarter();
		const { hs_token: token } = await app.administration.appSettings(app.appId);
		homeserver.app = { url: app.publicApi, token: String(token) };
		alice = await app.person('alice');
		colleagues = await Promise.all(['carol', 'dave', 'erin'].map((username) => app.person(username)));
		rooms = new WorkspaceRooms(alice);
		await app.command(alice, 'create Warm public');
		room = (await rooms.waitFor('warm'))._id;
		matrixRoom = String(await rooms.matrixRoomOf(room));
		homeserver.change(matrixRoom, '@host:far.test', '@host:far.test', 'join');
		await rooms.waitForMembers(room, ['alice', 'host:far.test']);
	});

	after(async () => {
		await app.stop();
		homeserver.stop();
		observer.end();
	});

	const newcomer = (round: number) => `@guest${round}:far.test`;
	const isShown = (userId: string) =>
		until(`${userId} here`, async () => (await rooms.members(room)).includes(userId.slice(1)));

	it('of a new channel', async () => {
		const cost = await fewest((round) => app.command(alice, `create Costs ${round} public`));
		expectAtMost(cost, { calls: 35, requests: 13 });
	});

	it('of inviting somebody who is new here', async () => {
		const cost = await fewest(async (round) => {
			await alice.runCommand('federation', `invite ${newcomer(round)}`, room);
			await isShown(newcomer(round));
		});
		expectAtMost(cost, { calls: 18, requests: 5 });
	});

	it('of removing somebody', async () => {
		const cost = await fewest(async (round) => {
			await alice.runCommand('federation', `kick ${newcomer(round)}`, room);
			await until(
				'one member fewer',
				async () => !(await rooms.members(room)).includes(newcomer(round).slice(1)),
			);
		});
		expectAtMost(cost, { calls: 11, requests: 4 });
	});

	it('of somebody who is new here and joins on Matrix', async () => {
		const cost = await fewest(async (round) => {
			const joining = `@joining${round}:far.test`;
			homeserver.change(matrixRoom, joining, joining, 'join');
			await isShown(joining);
		});
		expectAtMost(cost, { calls: 15, requests: 2 });
	});

	it('of a colleague who is new on Matrix and joins here', async () => {
		const cost = await fewest(async (round) => {
			const colleague = colleagues[round];
			await colleague?.rest.post('/api/v1/channels.join', { roomId: room });
			const ghost = `@rc_${String(colleague?.username)}:matrix.test`;
			await until(`${ghost} there`, () => homeserver.joined(matrixRoom).includes(ghost));
		});
		expectAtMost(cost, { calls: 18, requests: 4 });
	});

	it('of a role that is given here', async () => {
		const cost = await fewest(async (round) => {
			const colleague = colleagues[round];
			const userId = await rooms.idOf(String(colleague?.username));
			await alice.rest.post('/api/v1/channels.addModerator', { roomId: room, userId });
			const ghost = `@rc_${String(colleague?.username)}:matrix.test`;
			const users = () =>
				homeserver.stateOf(matrixRoom, 'm.room.power_levels')?.users as Record<string, number>;
			await until(`the level of ${ghost}`, () => users()[ghost] === 50);
		});
		expectAtMost(cost, { calls: 8, requests: 3 });
	});

	it('of a topic that is set here', async () => {
		const cost = await fewest(async (round) => {
			const topic = `Tea ${round}`;
			await alice.rest.post('/api/v1/channels.setTopic', { roomId: room, topic });
			await until(
				'the topic there',
				() => homeserver.stateOf(matrixRoom, 'm.room.topic')?.topic === topic,
			);
		});
		expectAtMost(cost, { calls: 4, requests: 2 });
	});

	it('of a topic that is set on Matrix', async () => {
		const cost = await fewest(async (round) => {
			const topic = `Coffee ${round}`;
			homeserver.changeState(matrixRoom, '@host:far.test', 'm.room.topic', { topic });
			await alice.waitForMessage(room, ({ text }) => text.includes(topic));
		});
		expectAtMost(cost, { calls: 8, requests: 1 });
	});

	it('of joining a room with ten people who are new here', async () => {
		const cost = await fewest(async (round) => {
			const crowd = Array.from({ length: 9 }, (_, index) => `@crowd${round}x${index}:far.test`);
			const joined = homeserver.addRoom(`Crowd ${round}`, `@maker${round}:far.test`, crowd);
			await app.command(alice, `join ${joined}`);
		});
		expectAtMost(cost, { calls: 170, requests: 37 });
	});

	it('of joining a room with 10,000 people, of whom only those who write are shown', async () => {
		const cost = await fewest(async (round) => {
			const many = (index: number) => `@many${round}x${index}:far.test`;
			const owner = `@owner${round}:far.test`;
			const crowd = Array.from({ length: 9_998 }, (_, index) => many(index));
			const joined = homeserver.addRoom(`Many ${round}`, owner, crowd);
			await app.command(alice, `join ${joined}`);
			homeserver.write(joined, many(5), 'the first message');
			const { _id: shown } = await rooms.waitFor(`many-${round}`);
			await alice.waitForMessage(shown, ({ text }) => text === 'the first message');
			const members = ['alice', many(5).slice(1), owner.slice(1)];
			expect(await rooms.members(shown)).to.have.members(members);
		});
		expectAtMost(cost, { calls: 80, requests: 30 });
	});

	/** @returns the least that an operation cost, from its beginning until nothing happens any more */
	async function fewest(operation: (round: number) => Promise<unknown>) {
		const costs: { calls: number; requests: number }[] = [];
		for (let round = 0; round < TIMES; round++) {
			await quiet();
			const before = { calls, requests: homeserver.requests.length };
			await operation(round);
			await quiet();
			costs.push({
				calls: calls - before.calls,
				requests: homeserver.requests.length - before.requests,
			});
		}
		return {
			calls: Math.min(...costs.map((cost) => cost.calls)),
			requests: Math.min(...costs.map(({ requests }) => requests)),
		};
	}

	function quiet(): Promise<true> {
		lastActivity = Date.now();
		return until('an end', () => Date.now() - lastActivity > QUIET_MS);
	}
});

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<true> {
	const look = async () => ((await holds()) ? true : undefined);
	return waitFor({ what, timeout: WAIT_LIMIT, interval: 50, look });
}

type Cost = Readonly<Record<'calls' | 'requests', number>>;

function expectAtMost(cost: Cost, most: Cost): void {
	expect(cost.calls, 'calls to the host').to.be.within(1, most.calls);
	expect(cost.requests, 'requests').to.be.within(1, most.requests);
}
