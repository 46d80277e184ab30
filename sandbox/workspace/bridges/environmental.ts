import { EnvironmentalVariableBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/EnvironmentalVariableBridge';

const allowed = ['NODE_ENV', 'ROOT_URL', 'INSTANCE_IP'];

/** Environment variables that apps may read. Follows apps/meteor/app/apps/server/bridges/environmental.ts. */
export class EnvironmentalVariableBridge extends EngineBridge {
	protected async getValueByName(name: string, appId: string): Promise<string | undefined> {
		this.assertReadable(name, appId);
		return process.env[name];
	}

	protected async isReadable(name: string, appId: string): Promise<boolean> {
		return readable(name, appId);
	}

	protected async isSet(name: string, appId: string): Promise<boolean> {
		this.assertReadable(name, appId);
		return process.env[name] !== undefined;
	}

	private assertReadable(name: string, appId: string): void {
		if (!readable(name, appId)) {
			throw new Error(`The environmental variable "${name}" is not readable.`);
		}
	}
}

/** The three above, and an app's own: `RC_APPS_` and its id with underscores. */
function readable(name: string, appId: string): boolean {
	const own = `RC_APPS_${appId.toUpperCase().replaceAll('-', '_')}`;
	return allowed.includes(name.toUpperCase()) || name.toUpperCase().startsWith(own);
}
