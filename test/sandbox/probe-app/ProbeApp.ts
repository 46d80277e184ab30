import {
	HttpStatusCode,
	type IAppAccessors,
	type IConfigurationExtend,
	type IHttp,
	type ILogger,
	type IModify,
	type IPersistence,
	type IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import {
	ApiEndpoint,
	ApiSecurity,
	ApiVisibility,
	type IApiEndpoint,
} from '@rocket.chat/apps-engine/definition/api';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import {
	SlashCommandPreviewItemType,
	type ISlashCommand,
	type ISlashCommandPreview,
	type ISlashCommandPreviewItem,
	type SlashCommandContext,
} from '@rocket.chat/apps-engine/definition/slashcommands';
import { callAccessor, type AccessorCall } from './calls';
import { encode } from './encoding';
import { eventHandlers } from './events';
import { record, recorded } from './record';
import { surroundingsEndpoints } from './surroundings';

type Request = Parameters<NonNullable<IApiEndpoint['get']>>[0];
type Answer = ReturnType<NonNullable<IApiEndpoint['get']>>;

/**
 * An app for tests: it does what it is told and tells what it sees, through the real engine and its runtime.
 *
 * Endpoints, below `/api/apps/public/<id>/`:
 * - `POST call` — uses an accessor; the body is an `AccessorCall` (calls.ts). Answers `{ result }` or `{ error }`.
 * - `GET events` — what was recorded since the last `DELETE events`: `[{ name, data, at }]`, handlers, commands, jobs.
 * - what surroundings.ts lists: the use of what the runtime gives.
 * - any method on `echo/:first/:second` — the request as the app gets it. `guarded` — the same, for logged-in users.
 *
 * Slash commands `/probe` and `/preview` (shows as many items as its first word says), settings `greeting` and `secret`, job processors `quick` (is recorded) and `slow` (records
 * its start and, after `data.milliseconds`, its end; `data.fail` makes it throw).
 */
export class ProbeApp extends App {
	constructor(info: IAppInfo, logger: ILogger, accessors?: IAppAccessors) {
		super(info, logger, accessors);
		Object.assign(this, eventHandlers());
	}

	override async onEnable(): Promise<boolean> {
		record('onEnable');
		return true;
	}

	override async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
		await configuration.api.provideApi({
			visibility: ApiVisibility.PUBLIC,
			security: ApiSecurity.UNSECURE,
			endpoints: [
				new CallEndpoint(this),
				new EventsEndpoint(this),
				new EchoEndpoint(this),
				new GuardedEndpoint(this),
				...surroundingsEndpoints(this),
			],
		});
		await configuration.slashCommands.provideSlashCommand(new ProbeCommand());
		await configuration.slashCommands.provideSlashCommand(new PreviewCommand());
		await configuration.settings.provideSetting({
			id: 'greeting',
			type: SettingType.STRING,
			packageValue: 'hello',
			required: false,
			public: false,
			i18nLabel: 'greeting',
		});
		await configuration.scheduler.registerProcessors([
			{ id: 'quick', processor: async (job) => record('quick', job) },
			{ id: 'slow', processor: slowJob },
		]);
	}

	override async onSettingUpdated(setting: unknown): Promise<void> {
		record('onSettingUpdated', setting);
	}
}

async function slowJob(job: Record<string, unknown>): Promise<void> {
	record('slow starts', job);
	await new Promise((resolve) => setTimeout(resolve, Number(job.milliseconds ?? 0)));
	record('slow ends', job);
	if (job.fail) {
		throw new Error('The job was told to fail');
	}
}

class ProbeCommand implements ISlashCommand {
	command = 'probe';
	i18nParamsExample = 'probe_params';
	i18nDescription = 'probe_description';
	providesPreview = false;

	async executor(context: SlashCommandContext): Promise<void> {
		record('command', use(context));
	}
}

class PreviewCommand implements ISlashCommand {
	command = 'preview';
	i18nParamsExample = 'preview_params';
	i18nDescription = 'preview_description';
	providesPreview = true;

	async executor(context: SlashCommandContext): Promise<void> {
		record('command', use(context));
	}

	async previewer(context: SlashCommandContext): Promise<ISlashCommandPreview> {
		record('previewer', use(context));
		const length = Number(context.getArguments()[0]);
		if (Number.isNaN(length)) {
			throw new Error('The probe app shows numbers only');
		}
		const item = (_: unknown, index: number): ISlashCommandPreviewItem => ({
			id: `id ${index}`,
			type: SlashCommandPreviewItemType.TEXT,
			value: `value ${index}`,
		});
		return { i18nTitle: 'preview_title', items: Array.from({ length }, item) };
	}

	async executePreviewItem(item: ISlashCommandPreviewItem, context: SlashCommandContext): Promise<void> {
		record('executePreviewItem', { item, ...use(context) });
	}
}

function use(context: SlashCommandContext): Record<string, unknown> {
	return {
		arguments: context.getArguments(),
		sender: context.getSender(),
		room: context.getRoom(),
		threadId: context.getThreadId(),
		triggerId: context.getTriggerId(),
	};
}

class CallEndpoint extends ApiEndpoint {
	override path = 'call';

	async post(
		request: Request,
		_endpoint: unknown,
		read: IRead,
		modify: IModify,
		http: IHttp,
		persis: IPersistence,
	): Answer {
		try {
			const result = await callAccessor(
				{ read, modify, http, persis },
				request.content as AccessorCall,
			);
			return this.json({ status: HttpStatusCode.OK, content: { result: encode(result) } });
		} catch (error) {
			return this.json({
				status: HttpStatusCode.OK,
				content: { error: error instanceof Error ? error.message : String(error) },
			});
		}
	}
}

class EventsEndpoint extends ApiEndpoint {
	override path = 'events';

	async get(): Answer {
		return this.json({ status: HttpStatusCode.OK, content: { events: recorded } });
	}

	async delete(): Answer {
		recorded.length = 0;
		return this.json({ status: HttpStatusCode.OK, content: {} });
	}
}

class EchoEndpoint extends ApiEndpoint {
	override path = 'echo/:first/:second';

	async get(request: Request): Answer {
		return this.json({ status: HttpStatusCode.OK, content: encode(request) as Record<string, unknown> });
	}

	async post(request: Request): Answer {
		return this.get(request);
	}

	async put(request: Request): Answer {
		return this.get(request);
	}
}

class GuardedEndpoint extends ApiEndpoint {
	override path = 'guarded';
	authRequired = true;

	async get(request: Request): Answer {
		return this.json({ status: HttpStatusCode.OK, content: encode(request) as Record<string, unknown> });
	}
}
