import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nodeProgram } from '../../sandbox/workspace/engine/node-runtime/node-program';
import { DOMAIN, ROOMS, type BenchWorkspace, type WayBed } from './bed';
import type { LocalWriter } from '../chaos/local-writer';

const PACKAGE = 'matrix-appservice-bridge';
/** The native part of its encryption, which is not used here, and which is downloaded from outside the registry. */
const NATIVE = '@matrix-org/matrix-sdk-crypto-nodejs';
const program = fileURLToPath(new URL('reference-program.ts', import.meta.url));

/** A room that the reference bridge joins in both systems. */
interface ReferenceRoom {
	readonly rocketChatId: string;
	readonly matrixId: string;
	readonly ghostId: string;
	/** The user in Rocket.Chat who stands for the person on Matrix. */
	readonly bot: { readonly userId: string; readonly authToken: string; readonly username: string };
}

/** A message that begins so is sent with `m.mentions`, as the app sends all of its own. */
export const WITH_MENTIONS = 'with mentions ';

/** What the program is started with, as JSON in its only argument. */
export interface ReferenceStart {
	/** The folder that has the package. */
	readonly folder: string;
	readonly homeserverUrl: string;
	readonly domain: string;
	readonly port: number;
	readonly asToken: string;
	readonly hsToken: string;
	readonly prefix: string;
	readonly workspaceUrl: string;
	readonly rooms: readonly ReferenceRoom[];
}

/** What the program reports after each message. */
interface ReferenceCounts {
	readonly sent: number;
	readonly posted: number;
}

/**
 * A minimal bridge on matrix-appservice-bridge, in a process of its own: it hears messages of Rocket.Chat over the
 * realtime API and posts them by REST, as the bridges of other chat programs do.
 */
export class ReferenceBridge {
	private counts: ReferenceCounts = { sent: 0, posted: 0 };

	private constructor(
		private readonly child: ChildProcess,
		private readonly folder: string,
		readonly version: string,
		/** Write into the rooms of the same index in `WayBed.referenceRooms`. */
		readonly locals: readonly LocalWriter[],
		readonly rooms: readonly ReferenceRoom[],
	) {
		child.on('message', (message) => (this.counts = message as ReferenceCounts));
	}

	/** Installs the newest version into a folder of its own: with its dependencies it has 260 packages. */
	static async start(bed: WayBed, progress: (line: string) => void): Promise<ReferenceBridge> {
		progress(`installing ${PACKAGE}`);
		const folder = await mkdtemp(path.join(tmpdir(), 'bench-bridge-'));
		const version = await install(folder);
		const locals: LocalWriter[] = [];
		const rooms: ReferenceRoom[] = [];
		for (let number = 0; number < ROOMS; number++) {
			const local = await bed.plain.newLocal(`local${number}`);
			const bot = await loggedInBot(bed.plain, `external${number}`);
			const { room } = await local.rest.post<{ room: { _id: string } }>('/api/v1/im.create', {
				username: bot.username,
			});
			const { matrixId = '', ghostId = '' } = bed.referenceRooms[number] ?? {};
			locals.push(local);
			rooms.push({ rocketChatId: room._id, matrixId, ghostId, bot });
		}
		const { port, asToken, hsToken, prefix } = bed.reference;
		const start: ReferenceStart = {
			...{ folder, port, asToken, hsToken, prefix, rooms },
			homeserverUrl: bed.homeserver.url,
			domain: DOMAIN,
			workspaceUrl: bed.plain.url,
		};
		const child = fork(program, [JSON.stringify(start)], {
			execPath: await nodeProgram(progress),
			execArgv: ['--import', 'tsx'],
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		await once(child, 'message');
		return new ReferenceBridge(child, folder, version, locals, rooms);
	}

	/** @returns messages that it has sent to Matrix, and posted in Rocket.Chat */
	done(): ReferenceCounts {
		return this.counts;
	}

	async stop(): Promise<void> {
		this.locals.forEach((local) => local.stop());
		const exited = once(this.child, 'exit');
		this.child.kill();
		await exited;
		await rm(this.folder, { recursive: true, force: true });
	}
}

/** @returns the version that was installed */
async function install(folder: string): Promise<string> {
	const stub = path.join(folder, 'no-encryption');
	await mkdir(stub);
	await writeFile(path.join(stub, 'package.json'), JSON.stringify({ name: NATIVE, version: '0.3.0' }));
	await writeFile(path.join(stub, 'index.js'), 'module.exports = { StoreType: {} };');
	const manifest = {
		private: true,
		dependencies: { [PACKAGE]: 'latest' },
		overrides: { [NATIVE]: 'file:./no-encryption' },
	};
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
	const options = ['--ignore-scripts', '--no-audit', '--no-fund'];
	await promisify(execFile)('npm', ['install', ...options], { cwd: folder });
	const installed = await readFile(path.join(folder, 'node_modules', PACKAGE, 'package.json'), 'utf8');
	return (JSON.parse(installed) as { version: string }).version;
}

async function loggedInBot(workspace: BenchWorkspace, username: string): Promise<ReferenceRoom['bot']> {
	const bot = await workspace.newLocal(username);
	bot.stop();
	return { userId: bot.userId, authToken: bot.authToken, username };
}
