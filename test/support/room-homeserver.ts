import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A state event, as the homeserver stores it. */
interface State {
	readonly type: string;
	readonly state_key: string;
	readonly sender: string;
	readonly event_id: string;
	readonly content: Readonly<Record<string, unknown>>;
}

interface Room {
	readonly id: string;
	readonly state: Map<string, State>;
	/** Whether a ghost is in it, or was. */
	hasGhost: boolean;
}

/** A request of the app. */
interface Asked {
	readonly method: string;
	/** The path behind `/_matrix/client/v3`, in parts, decoded. */
	readonly path: readonly string[];
	/** The user as whom the app asks. */
	readonly as: string;
	readonly query: URLSearchParams;
	readonly body: Readonly<Record<string, unknown>>;
}

/** What the app asks of a homeserver without anybody doing anything. */
const ofItself = /\/(?:sync|versions|whoami|ping|capabilities)$/;

const levels = { ban: 50, kick: 50, invite: 0, state_default: 50, events_default: 0, users_default: 0 };

/**
 * A homeserver that keeps rooms with their state and members in memory, and pushes each event to the app. It permits everything, and
 * everybody whom it is asked for exists. It answers at once, so that what the app does is all that takes time.
 */
export class RoomHomeserver {
	/** The requests that the app has sent because somebody did something: method and path. */
	readonly requests: string[] = [];
	/** The address of the app's endpoints, and the token that the homeserver sends; nothing is pushed without them. */
	app: { readonly url: string; readonly token: string } | undefined;
	private readonly rooms = new Map<string, Room>();
	private readonly aliases = new Map<string, string>();
	private made = 0;
	private pushed: Promise<unknown> = Promise.resolve();

	private constructor(
		readonly domain: string,
		private readonly server: Server,
	) {
		server.on('request', (request, response) => {
			void this.read(request).then((asked) => {
				const answer = this.answer(asked);
				response.statusCode = answer === undefined ? 404 : 200;
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(answer ?? { errcode: 'M_NOT_FOUND', error: 'nothing there' }));
			});
		});
	}

	/** Starts one on loopback. */
	static async start(domain: string): Promise<RoomHomeserver> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new RoomHomeserver(domain, server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
	}

	/** @returns the ids of everybody who has joined a room */
	joined(roomId: string): string[] {
		return this.members(roomId, 'join').map(({ state_key: member }) => member);
	}

	/** Makes a public room whose creator and members are in it. */
	addRoom(name: string, creator: string, members: readonly string[] = []): string {
		const room = this.createRoom(creator, { preset: 'public_chat', name });
		members.forEach((member) => this.setMember(room, member, member, 'join'));
		return room.id;
	}

	/** Somebody on Matrix changes their membership, or that of somebody else. */
	change(roomId: string, sender: string, member: string, membership: string): void {
		this.setMember(this.roomOf(roomId), sender, member, membership);
	}

	/** Somebody on Matrix changes the state of a room. */
	changeState(roomId: string, sender: string, type: string, content: State['content']): void {
		this.setState(this.roomOf(roomId), sender, type, '', content);
	}

	/** @returns the content of a state event of a room */
	stateOf(roomId: string, type: string): State['content'] | undefined {
		return this.roomOf(roomId).state.get(`${type} `)?.content;
	}

	/** Somebody on Matrix writes a text. */
	write(roomId: string, sender: string, body: string): void {
		const content = { msgtype: 'm.text', body };
		this.push({ ...this.newEvent(roomId, 'm.room.message', sender), content });
	}

	private async read(request: IncomingMessage): Promise<Asked> {
		const { pathname, searchParams: query } = new URL(request.url ?? '/', this.url);
		const parts: Buffer[] = [];
		for await (const part of request) {
			parts.push(part as Buffer);
		}
		if (!ofItself.test(pathname)) {
			this.requests.push(`${request.method ?? ''} ${pathname}`);
		}
		const text = Buffer.concat(parts).toString();
		const [, , , , ...path] = pathname.split('/').map(decodeURIComponent);
		return {
			...{ method: request.method ?? '', path, query, as: query.get('user_id') ?? '' },
			body: text.startsWith('{') ? (JSON.parse(text) as Asked['body']) : {},
		};
	}

	/** @returns undefined if there is no such thing */
	private answer(asked: Asked): unknown {
		const { path, as, body } = asked;
		const [what = '', id = ''] = path;
		switch (what) {
			case 'rooms':
				return this.answerOfRoom(asked, this.roomOf(id));
			case 'join':
				this.setMember(this.roomOf(id), as, as, 'join');
				return { room_id: id };
			case 'createRoom':
				return { room_id: this.createRoom(as, body).id };
			case 'joined_rooms':
				return {
					joined_rooms: [...this.rooms.keys()].filter((each) => this.joined(each).includes(as)),
				};
			case 'profile':
				return { displayname: id.slice(1, id.indexOf(':')) };
			case 'room_summary':
			case 'publicRooms':
				return undefined;
			case 'directory':
				return asked.method === 'GET' ? this.lookUp(path[2]) : {};
			case 'account':
				return { user_id: `@rocketchat:${this.domain}` };
			case 'sync':
				return { next_batch: 'now' };
			default:
				return path.length === 0 ? { versions: ['v1.11'] } : {};
		}
	}

	private answerOfRoom({ method, path, as, query, body }: Asked, room: Room): unknown {
		const [, , what = '', type = '', key = ''] = path;
		const of = String(body.user_id);
		switch (what) {
			case 'state':
				return method === 'PUT'
					? { event_id: this.setState(room, as, type, key, body) }
					: type === ''
						? [...room.state.values()]
						: stateAnswer(room.state.get(`${type} ${key}`), query.get('format'));
			case 'joined_members':
				return { joined: Object.fromEntries(this.joined(room.id).map((id) => [id, nameOf(id)])) };
			case 'members':
				return { chunk: this.members(room.id, query.get('membership') ?? 'join') };
			case 'aliases':
				return {
					aliases: [...this.aliases].flatMap(([alias, id]) => (id === room.id ? [alias] : [])),
				};
			case 'messages':
				return { chunk: [] };
			case 'send':
				this.push({ ...this.newEvent(room.id, type, as), content: body });
				return { event_id: this.newId() };
			case 'invite':
			case 'ban':
				this.setMember(room, as, of, what);
				return {};
			case 'kick':
			case 'unban':
				this.setMember(room, as, of, 'leave');
				return {};
			case 'leave':
				this.setMember(room, as, as, 'leave');
				return {};
			default:
				return {};
		}
	}

	private createRoom(creator: string, body: Asked['body']): Room {
		const room: Room = {
			id: `!room${this.rooms.size}:${this.domain}`,
			state: new Map(),
			hasGhost: false,
		};
		this.rooms.set(room.id, room);
		const alias = body.room_alias_name;
		const given = Array.isArray(body.initial_state) ? (body.initial_state as State[]) : [];
		const state: readonly Pick<State, 'type' | 'state_key' | 'content'>[] = [
			stateOf('m.room.create', { ...(body.creation_content as object), room_version: '10', creator }),
			stateOf('m.room.power_levels', { ...levels, users: { [creator]: 100 } }),
			stateOf('m.room.join_rules', { join_rule: body.preset === 'public_chat' ? 'public' : 'invite' }),
			...(typeof body.name === 'string' ? [stateOf('m.room.name', { name: body.name })] : []),
			...(typeof body.topic === 'string' ? [stateOf('m.room.topic', { topic: body.topic })] : []),
			...given,
		];
		for (const { type, state_key: key = '', content } of state) {
			this.setState(room, creator, type, key, content);
		}
		if (typeof alias === 'string') {
			this.aliases.set(`#${alias}:${this.domain}`, room.id);
		}
		this.setMember(room, creator, creator, 'join');
		return room;
	}

	private lookUp(alias = ''): object | undefined {
		const roomId = this.aliases.get(alias);
		return roomId === undefined ? undefined : { room_id: roomId, servers: [this.domain] };
	}

	private members(roomId: string, membership: string): State[] {
		return [...this.roomOf(roomId).state.values()].filter(
			({ type, content }) => type === 'm.room.member' && content.membership === membership,
		);
	}

	private setMember(room: Room, sender: string, member: string, membership: string): void {
		const content = { membership, displayname: nameOf(member).display_name };
		room.hasGhost ||= member.startsWith('@rc_');
		this.setState(room, sender, 'm.room.member', member, content);
	}

	private setState(
		room: Room,
		sender: string,
		type: string,
		key: string,
		content: State['content'],
	): string {
		const event = { ...this.newEvent(room.id, type, sender), state_key: key, content };
		room.state.set(`${type} ${key}`, event);
		this.push(event);
		return event.event_id;
	}

	private newEvent(roomId: string, type: string, sender: string) {
		return { event_id: this.newId(), room_id: roomId, type, sender, origin_server_ts: Date.now() };
	}

	private newId(): string {
		this.made += 1;
		return `$${this.made}`;
	}

	/** Pushes an event of a room in which a ghost is, one after the other. Application Service API, "Pushing events" */
	private push(event: { readonly room_id: string; readonly content: object }): void {
		const { app } = this;
		if (app && this.roomOf(event.room_id).hasGhost) {
			this.pushed = this.pushed.then(() =>
				fetch(`${app.url}/_matrix/app/v1/transactions/${this.newId()}`, {
					method: 'PUT',
					headers: { authorization: `Bearer ${app.token}`, 'content-type': 'application/json' },
					body: JSON.stringify({ events: [event] }),
				}).catch(() => undefined),
			);
		}
	}

	private roomOf(roomId: string): Room {
		const room = this.rooms.get(roomId);
		if (!room) {
			throw new Error(`there is no room ${roomId}`);
		}
		return room;
	}
}

function stateOf(type: string, content: State['content']) {
	return { type, state_key: '', content };
}

/** @param format `event` for the whole event; the content only without it */
function stateAnswer(event: State | undefined, format: string | null): unknown {
	return format === 'event' ? event : event?.content;
}

function nameOf(userId: string) {
	return { display_name: userId.slice(1, userId.indexOf(':')) };
}
