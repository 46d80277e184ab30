import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { ServerSettingBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/ServerSettingBridge';
import type { ProxiedApp } from '@rocket.chat/apps-engine/server/ProxiedApp';
import { settingToApp } from '../converters/settings';
import type { Server } from '../server';
import { unsupported } from './unsupported';

/** Rocket.Chat's own settings, for apps. Follows apps/meteor/app/apps/server/bridges/settings.ts. */
export class ServerSettingBridge extends EngineBridge {
	constructor(private readonly server: Server) {
		super();
	}

	protected async getAll(): Promise<ISetting[]> {
		throw unsupported('ServerSettingBridge', 'getAll');
	}

	protected async getOneById(id: string, appId: string): Promise<ISetting> {
		const setting = this.server.settings.document(id);
		if (!setting || (setting.hidden && !this.mayReadHidden(id, appId)) || !this.mayRead(appId)) {
			throw new Error(`The setting "${id}" is not readable.`);
		}
		return settingToApp(setting);
	}

	protected async hideGroup(): Promise<void> {
		throw unsupported('ServerSettingBridge', 'hideGroup');
	}

	protected async hideSetting(): Promise<void> {
		throw unsupported('ServerSettingBridge', 'hideSetting');
	}

	protected async isReadableById(id: string): Promise<boolean> {
		const setting = this.server.settings.document(id);
		return Boolean(setting && !setting.secret);
	}

	protected async updateOne(): Promise<void> {
		throw unsupported('ServerSettingBridge', 'updateOne');
	}

	protected async incrementValue(): Promise<void> {
		throw unsupported('ServerSettingBridge', 'incrementValue');
	}

	/**
	 * An app without any permissions in its app.json has the default ones, which read every setting that is not
	 * hidden.
	 */
	private mayRead(appId: string): boolean {
		const permissions = this.permissions(appId);
		return !permissions || permissions.some(({ name }) => name === 'server-setting.read');
	}

	private mayReadHidden(id: string, appId: string): boolean {
		const permission = this.permissions(appId)?.find(({ name }) => name === 'server-setting.read');
		return Boolean(permission?.hiddenSettings?.includes(id));
	}

	private permissions(appId: string): { name: string; hiddenSettings?: string[] }[] | undefined {
		return (this.server.appManager().getOneById(appId) as ProxiedApp | undefined)?.getInfo().permissions;
	}
}
