import type { Database } from '../database/database';
import type { ServerSettings } from '../settings/server-settings';
import { issuerKeys } from './issuer-keys';
import type { License, LicenseInfo, LimitKind } from './license';
import { licenseIn } from './license-text';
import { counts, limitsInForce, maxima, preventedActions } from './limits';
import { isCoreModule } from './modules';
import { findViolations } from './validation';

const TEXT = 'Enterprise_License';
const STATUS = 'Enterprise_License_Status';

/** The parts of the workspace that its license depends on. */
interface LicensedWorkspace {
	readonly settings: ServerSettings;
	readonly database: Database;
	/** The folder of the workspace; the issuer's keys are in it. */
	readonly directory: string;
}

/**
 * The workspace's license, as ee/packages/license/src/license.ts and apps/meteor/ee/app/license/server/startup.ts keep
 * it: in memory, and then in the settings. The stored status is written only when a license becomes valid, becomes
 * invalid or is removed.
 */
export class Licensing {
	/** For tests: `false` for the answers of older servers, which do not say whether the license is valid. */
	reportsValidity = true;
	private current:
		{ readonly text: string; readonly license: License; readonly valid: boolean } | undefined;
	private modules: readonly string[] = [];
	private readonly lapseListeners: (() => void)[] = [];

	constructor(private readonly workspace: LicensedWorkspace) {}

	/** Applies the stored license, and from then on every change of the setting. */
	start(): void {
		const { settings } = this.workspace;
		this.apply(textOf(settings.get(TEXT)), false);
		settings.onChange((id, value) => {
			if (id === TEXT) {
				this.applyOrRemove(textOf(value));
			}
		});
	}

	/** @param listener - called whenever a valid license becomes invalid or is removed */
	onLapse(listener: () => void): void {
		this.lapseListeners.push(listener);
	}

	/** Whether there is a valid license. */
	hasValidLicense(): boolean {
		return this.current?.valid === true;
	}

	/** Whether the valid license has a module, such as `message-read-receipt`. */
	hasModule(name: string): boolean {
		return this.modules.includes(name);
	}

	/** Whether a limit of the license, or of a workspace without one, is reached (license.ts, `shouldPreventAction`). */
	prevents(kind: LimitKind): boolean {
		return this.info({ privileged: false, withValues: false }).preventedActions[kind];
	}

	/** The same with a count that differs from the stored one. */
	preventsAt(kind: LimitKind, count: number): boolean {
		const license = this.current?.valid ? this.current.license : undefined;
		const counted = { ...counts(this.workspace.database), [kind]: count };
		return preventedActions(limitsInForce(license), counted)[kind];
	}

	/** @throws {InvalidLicense} */
	assertReadable(text: string): void {
		this.read(text);
	}

	/**
	 * What `licenses.info` answers.
	 * @param privileged - whether the limits and the whole license are included; only for administrators
	 * @param withValues - whether the limits include how much of them is used
	 */
	info({ privileged, withValues }: { privileged: boolean; withValues: boolean }): LicenseInfo {
		const license = this.current?.valid ? this.current.license : undefined;
		const limits = limitsInForce(license);
		const counted = counts(this.workspace.database);
		return {
			...(privileged && license && { license: license }),
			activeModules: [...this.modules],
			externalModules: (license?.grantedModules ?? []).filter(({ module }) => !isCoreModule(module)),
			preventedActions: preventedActions(limits, counted),
			limits: privileged ? maxima(limits, withValues ? counted : undefined) : {},
			tags: license?.information.tags ?? [],
			trial: license?.information.trial ?? false,
			...(this.reportsValidity && { hasValidLicense: license !== undefined }),
		};
	}

	private read(text: string): License {
		return licenseIn(text, issuerKeys(this.workspace.directory).publicKey);
	}

	private applyOrRemove(text: string): void {
		if (text === '') {
			this.remove();
		} else {
			this.apply(text, true);
		}
	}

	private apply(text: string, isNew: boolean): void {
		if (text === '' || (this.current?.valid && this.current.text === text)) {
			return;
		}
		let license: License;
		try {
			license = this.read(text);
		} catch {
			// Rocket.Chat's code is meant to remove the license here, but does not: it does not await the promise that
			// rejects. The previous license stays in force until the next start, although the setting has the new
			// text.
			return;
		}
		const hadOne = this.current?.valid === true;
		const found = findViolations(license, {
			siteUrl: this.workspace.settings.get<string | null>('Site_Url') ?? '',
			counts: counts(this.workspace.database),
			now: new Date(),
			isNew,
		});
		const valid = !found.some(({ behavior }) =>
			/^(invalidate_license|prevent_installation)$/.test(behavior),
		);
		this.current = { text, license, valid };
		if (!valid) {
			if (hadOne) {
				this.modules = [];
				this.workspace.settings.set(STATUS, 'Invalid');
				this.lapsed();
			}
			return;
		}
		const disabled = found
			.filter(({ behavior }) => behavior === 'disable_modules')
			.flatMap(({ modules }) => modules);
		const granted = new Set(license.grantedModules.map(({ module }) => module));
		this.modules = [...granted].filter((module) => !disabled.includes(module));
		this.workspace.settings.set(TEXT, text);
		this.workspace.settings.set(STATUS, 'Valid');
	}

	private remove(): void {
		if (!this.current) {
			return;
		}
		this.current = undefined;
		this.modules = [];
		this.workspace.settings.set(TEXT, '');
		this.workspace.settings.set(STATUS, 'Invalid');
		this.lapsed();
	}

	private lapsed(): void {
		this.lapseListeners.forEach((listener) => listener());
	}
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
