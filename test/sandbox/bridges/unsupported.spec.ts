import { CloudWorkspaceBridge } from '@rocket.chat/apps-engine/server/bridges/CloudWorkspaceBridge';
import { ContactBridge } from '@rocket.chat/apps-engine/server/bridges/ContactBridge';
import { EmailBridge } from '@rocket.chat/apps-engine/server/bridges/EmailBridge';
import { EnvironmentalVariableBridge } from '@rocket.chat/apps-engine/server/bridges/EnvironmentalVariableBridge';
import { HttpBridge } from '@rocket.chat/apps-engine/server/bridges/HttpBridge';
import { LivechatBridge } from '@rocket.chat/apps-engine/server/bridges/LivechatBridge';
import { ModerationBridge } from '@rocket.chat/apps-engine/server/bridges/ModerationBridge';
import { OAuthAppsBridge } from '@rocket.chat/apps-engine/server/bridges/OAuthAppsBridge';
import { OutboundMessageBridge } from '@rocket.chat/apps-engine/server/bridges/OutboundMessagesBridge';
import { RoleBridge } from '@rocket.chat/apps-engine/server/bridges/RoleBridge';
import { UiInteractionBridge } from '@rocket.chat/apps-engine/server/bridges/UiInteractionBridge';
import { VideoConferenceBridge } from '@rocket.chat/apps-engine/server/bridges/VideoConferenceBridge';
import { expect } from 'chai';
import { unsupportedBridge } from '../../../sandbox/workspace/bridges/unsupported';
import { messageOf } from '../support/message-of';
import { ProbeWorkspace } from '../support/probe-workspace';

describe('a bridge that the sandbox does not build', () => {
	const bridges: Record<string, abstract new () => object> = {
		CloudWorkspaceBridge,
		ContactBridge,
		EmailBridge,
		EnvironmentalVariableBridge,
		HttpBridge,
		LivechatBridge,
		ModerationBridge,
		OAuthAppsBridge,
		OutboundMessageBridge,
		RoleBridge,
		UiInteractionBridge,
		VideoConferenceBridge,
	};

	/** The methods of the host that the engine's `do…` methods call, read off their code. */
	function hostMethods(bridge: abstract new () => object): string[] {
		return Object.getOwnPropertyNames(bridge.prototype)
			.filter((name) => name.startsWith('do'))
			.map((name) => String((bridge.prototype as Record<string, unknown>)[name]))
			.map((code) => /return this\.(\w+)\(/.exec(code)?.[1] ?? '');
	}

	for (const [name, bridge] of Object.entries(bridges)) {
		it(`throws its name and the method's from every method of ${name}`, () => {
			const instance = unsupportedBridge(name, bridge) as Record<string, () => unknown>;
			const methods = hostMethods(bridge);
			expect(methods).not.to.be.empty;
			for (const method of methods) {
				expect(() => instance[method]?.(), method).to.throw(
					`${name}.${method} is not built in the sandbox.`,
				);
			}
		});
	}
});

describe('an app that uses what the sandbox does not build', () => {
	let probe: ProbeWorkspace;

	before(async () => {
		probe = await ProbeWorkspace.start();
	});

	after(() => probe.stop());

	const failures: [accessor: string, args: unknown[], name: string][] = [
		[
			'read.getCloudWorkspaceReader.getWorkspaceToken',
			['scope'],
			'CloudWorkspaceBridge.getWorkspaceToken',
		],
		['modify.getCreator.getEmailCreator.send', [{ to: 'a@example.org' }], 'EmailBridge.sendEmail'],
		['read.getLivechatReader.getLivechatRooms', [{ id: 'visitor' }], 'LivechatBridge.findRooms'],
		['read.getUserReader.getUserUnreadMessageCount', ['someone'], 'UserBridge.getUserUnreadMessageCount'],
	];
	for (const [path, args, name] of failures) {
		it(`gets thrown ${name}`, async () => {
			const failure = await probe.call({ path, args }).catch(messageOf);
			expect(failure).to.contain(`${name} is not built in the sandbox.`);
		});
	}
});
