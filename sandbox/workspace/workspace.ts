import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import express from 'express';
import { EngineEvents } from './bridges/listeners';
import { WorkspaceBridges } from './bridges/workspace-bridges';
import { Database } from './database/database';
import { appRuntimes, type AppRuntime } from './engine/app-runtime';
import { startEngine, type EngineHost } from './engine/host';
import { insertInitialData } from './initial-data';
import { disablePrivateApps, limitsAtStart } from './licensing/app-limits';
import { Licensing } from './licensing/licensing';
import { Streams } from './realtime/streams';
import { attachRealtime } from './realtime/websocket';
import { routes } from './rest/routes';
import { createRestServer } from './rest/server';
import type { Server } from './server';
import { defaultServerVersion, type ServerVersion } from './server-version';
import { ServerSettings } from './settings/server-settings';

interface WorkspaceOptions {
	/** TCP port on 127.0.0.1. 0: any free one. */
	port: number;
	/** Where the database file, the apps' packages, uploads and temporary files live. Made if missing. */
	directory: string;
	/** Setting `Site_Url`; else `http://127.0.0.1:<port>`. */
	siteUrl?: string;
	/** The version of Rocket.Chat that it behaves as; else the newest. */
	version?: ServerVersion;
	/** Made at the first start, like ADMIN_USERNAME and ADMIN_PASS of Rocket.Chat. */
	admin: { username: string; password: string };
	/** Several workspaces run on the same directory, as the instances of one Rocket.Chat do. */
	sharesDatabase?: boolean;
	/** What runs the code of the apps; else Node, as newer servers do. */
	runtime?: AppRuntime;
	/** Receives a line for each step of the start, and for errors in the background. */
	progress?: (line: string) => void;
}

/** A running workspace. Clients use its REST and realtime APIs. */
export interface Workspace {
	/** Without a slash at the end. */
	readonly url: string;
	/** What is behind the APIs: for tests, and for the license that `npm run workspace` issues. */
	readonly server: Server;
	/** Ends the apps, the connections and the database; the same directory can be started again. */
	stop(): Promise<void>;
}

/**
 * A workspace that behaves as Rocket.Chat does towards apps and their users: the real Apps-Engine, on bridges over SQLite.
 * docs/fidelity.md lists the differences.
 * @throws if the port or the directory is in use, or the engine cannot be prepared
 */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
	const progress = options.progress ?? (() => undefined);
	mkdirSync(options.directory, { recursive: true });
	const database = Database.open(join(options.directory, 'workspace.sqlite'), {
		shared: options.sharesDatabase ?? false,
	});
	let engine: EngineHost | undefined;
	let http: HttpServer | undefined;
	let endRealtime: (() => void) | undefined;
	try {
		const { server, bridges, engineCreated } = assemble(database, options, progress);
		// Listens before the apps start: an app may call its own endpoint while it is enabled.
		http = await listen(server, bridges, options.port);
		endRealtime = attachRealtime(server, http);
		const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
		server.settings.set('Site_Url', options.siteUrl ?? url);
		insertInitialData(server, options.admin);
		server.licensing.start();
		const runtime = options.runtime ?? appRuntimes[0];
		engine = await startEngine(
			database,
			bridges,
			options.directory,
			runtime,
			limitsAtStart(server.licensing),
			engineCreated,
			progress,
		);
		server.licensing.onLapse(() => {
			disablePrivateApps(server.appManager()).catch((error: unknown) =>
				progress(`private apps could not be disabled: ${String(error)}`),
			);
		});
		const parts = { http, endRealtime, engine, database };
		return { url, server, stop: () => stop(parts) };
	} catch (error) {
		await stop({ http, endRealtime, engine, database });
		throw error;
	}
}

interface Assembly {
	server: Server;
	bridges: WorkspaceBridges;
	engineCreated: (manager: AppManager) => void;
}

function assemble(
	database: Database,
	{ directory, version = defaultServerVersion }: Pick<WorkspaceOptions, 'directory' | 'version'>,
	progress: (line: string) => void,
): Assembly {
	let manager: AppManager | undefined;
	const settings = new ServerSettings(database);
	const server: Server = {
		version,
		database,
		directory,
		settings,
		licensing: new Licensing({ database, directory, settings }),
		streams: new Streams(),
		// The events and the bridges are made with the server that refers to them.
		get appEvents() {
			return appEvents;
		},
		slashCommands: () => bridges.getCommandBridge(),
		appManager: () => {
			if (!manager) {
				throw new Error('The Apps-Engine is not loaded yet.');
			}
			return manager;
		},
	};
	const appEvents = new EngineEvents(server);
	const bridges = new WorkspaceBridges(server, progress);
	return {
		server,
		bridges,
		engineCreated: (created) => {
			manager = created;
		},
	};
}

/**
 * How long a connection without requests stays open, in milliseconds. After the usual 5 seconds a server on a busy machine
 * can close a connection that a client is just using again; the request then fails with ECONNRESET.
 */
const KEEP_ALIVE = 120_000;

async function listen(server: Server, bridges: WorkspaceBridges, port: number): Promise<HttpServer> {
	const app = express();
	app.disable('x-powered-by');
	app.use(bridges.getApiBridge().expressApp());
	app.use(createRestServer(server, routes));
	const http = createServer(app);
	http.keepAliveTimeout = KEEP_ALIVE;
	http.listen(port, '127.0.0.1');
	await once(http, 'listening');
	return http;
}

async function stop({
	http,
	endRealtime,
	engine,
	database,
}: {
	http: HttpServer | undefined;
	endRealtime: (() => void) | undefined;
	engine: EngineHost | undefined;
	database: Database;
}): Promise<void> {
	await engine?.stop();
	// WebSockets come first: closing the server waits for them, and `closeAllConnections` does not end them.
	endRealtime?.();
	if (http?.listening) {
		const closed = once(http, 'close');
		http.close();
		http.closeAllConnections();
		await closed;
	}
	database.close();
}
