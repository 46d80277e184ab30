import { ModerationBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/ModerationBridge';
import { unsupported } from './unsupported';

/** Reports of messages (`apps/meteor/app/apps/server/bridges/moderation.ts`) are not built. */
export class ModerationBridge extends EngineBridge {
	protected async report(): Promise<void> {
		throw unsupported('ModerationBridge', 'report');
	}

	protected async dismissReportsByMessageId(): Promise<void> {
		throw unsupported('ModerationBridge', 'dismissReportsByMessageId');
	}

	protected async dismissReportsByUserId(): Promise<void> {
		throw unsupported('ModerationBridge', 'dismissReportsByUserId');
	}
}
