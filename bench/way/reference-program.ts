import { createRequire } from 'node:module';
import path from 'node:path';
import { RealtimeConnection } from '../../sandbox/clients/realtime-connection';
import { RestConnection } from '../../sandbox/clients/rest-connection';
import { WITH_MENTIONS, type ReferenceStart } from './reference-bridge';

/** What is used of matrix-appservice-bridge, which is installed in another folder. */
interface BridgePackage {
	readonly Bridge: new (options: object) => {
		run(port: number, service: undefined, host: string): Promise<void>;
		getIntent(userId: string): { sendMessage(roomId: string, content: object): Promise<unknown> };
	};
	readonly AppServiceRegistration: { fromObject(registration: object): unknown };
}

interface MatrixEvent {
	readonly type: string;
	readonly room_id: string;
	readonly sender: string;
	readonly content: { readonly body?: string };
}

interface RocketChatMessage {
	readonly msg: string;
	readonly t?: string;
	readonly u: { readonly username: string };
}

/**
 * The reference bridge: relays texts both ways, each room in order. Its only argument is a `ReferenceStart`; it reports
 * how many messages it has relayed over the channel of `fork`.
 */
const start = JSON.parse(process.argv[2] ?? '{}') as ReferenceStart;
const { Bridge, AppServiceRegistration } = createRequire(path.join(start.folder, 'package.json'))(
	'matrix-appservice-bridge',
) as BridgePackage;
const counts = { sent: 0, posted: 0 };
const queues = new Map<string, Promise<unknown>>();

const bridge = new Bridge({
	homeserverUrl: start.homeserverUrl,
	domain: start.domain,
	registration: AppServiceRegistration.fromObject({
		id: 'reference',
		url: `http://127.0.0.1:${start.port}`,
		as_token: start.asToken,
		hs_token: start.hsToken,
		sender_localpart: `${start.prefix}bot`,
		namespaces: { users: [{ exclusive: true, regex: `@${start.prefix}.*` }], rooms: [], aliases: [] },
	}),
	disableStores: true,
	controller: {
		onEvent(request: { getData(): MatrixEvent }) {
			const event = request.getData();
			const room = start.rooms.find(({ matrixId }) => matrixId === event.room_id);
			if (room && event.type === 'm.room.message' && !event.sender.startsWith(`@${start.prefix}`)) {
				const rest = restOf.get(room.bot.userId);
				const message = { rid: room.rocketChatId, msg: event.content.body ?? '' };
				inOrder(`matrix ${event.room_id}`, async () => {
					await rest?.post('/api/v1/chat.sendMessage', { message });
					report('posted');
				});
			}
		},
	},
});

const restOf = new Map(
	start.rooms.map(({ bot }) => [bot.userId, new RestConnection(start.workspaceUrl, bot)] as const),
);
await bridge.run(start.port, undefined, '127.0.0.1');
for (const { bot, rocketChatId, ghostId, matrixId } of start.rooms) {
	const realtime = await RealtimeConnection.open(start.workspaceUrl, bot.authToken);
	await realtime.subscribe('room-messages', rocketChatId, (raw) => {
		const { msg, t, u } = raw as RocketChatMessage;
		if (t === undefined && u.username !== bot.username) {
			inOrder(`rocketchat ${rocketChatId}`, async () => {
				await bridge.getIntent(ghostId).sendMessage(matrixId, {
					...{ msgtype: 'm.text', body: msg },
					...(msg.startsWith(WITH_MENTIONS) && { 'm.mentions': {} }),
				});
				report('sent');
			});
		}
	});
}
process.send?.(counts);
process.on('disconnect', () => process.exit());

function inOrder(room: string, work: () => Promise<void>): void {
	const before = queues.get(room) ?? Promise.resolve();
	queues.set(
		room,
		before.then(work).catch((error: unknown) => console.error(error)),
	);
}

function report(what: keyof typeof counts): void {
	counts[what] += 1;
	process.send?.(counts);
}
