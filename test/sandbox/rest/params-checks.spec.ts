import { expect } from 'chai';
import { RestError } from '../../../sandbox/workspace/rest/answers';
import { assertParams, paramsChecks } from '../../../sandbox/workspace/rest/params-checks';
import type { ParamsSource } from '../../../sandbox/workspace/rest/published-validators';

/** The body of the refusal; undefined if the parameters are accepted. */
function refusalOf(
	name: string,
	given: object,
	source: ParamsSource = 'query',
	version: '8.4' | '9.0' = '9.0',
): object | undefined {
	try {
		assertParams({ version }, name, given, source);
		return undefined;
	} catch (error) {
		expect(error).to.be.instanceOf(RestError);
		const { status, body } = error as RestError;
		expect(status).to.equal(400);
		return body;
	}
}

// packages/rest-typings; packages/http-router/src/Router.ts; apps/meteor/server/api/ApiClass.ts
describe('the parameters of REST', () => {
	it('are checked by validators that exist', () => {
		for (const [name, check] of Object.entries(paramsChecks)) {
			expect(() => check.assert({ 'no such parameter': 1 }, 'body'), name).to.throw(RestError);
		}
	});

	it('are accepted as Rocket.Chat accepts them', () => {
		expect(refusalOf('im.messages', { username: 'bob' })).to.equal(undefined);
		expect(refusalOf('im.messages', { roomId: 'r', count: '5' })).to.equal(undefined);
		expect(refusalOf('channels.setTopic', { anything: 'goes' }, 'body')).to.equal(undefined);
	});

	it('become numbers and flags in place', () => {
		const query = { roomId: 'r', count: '5' };
		assertParams({ version: '9.0' }, 'chat.getPinnedMessages', query, 'query');
		expect(query).to.deep.equal({ roomId: 'r', count: 5 });
		const license = { loadValues: 'true' };
		assertParams({ version: '9.0' }, 'licenses.info', license, 'query');
		expect(license).to.deep.equal({ loadValues: true });
	});

	it('are refused in the words of the validator, with a code for a query and one for a body', () => {
		expect(refusalOf('chat.getMessage', {})).to.deep.equal({
			success: false,
			error: "must have required property 'msgId'",
			errorType: 'error-invalid-params',
		});
		expect(
			refusalOf('users.setActiveStatus', { userId: 'u', activeStatus: true, x: 1 }, 'body'),
		).to.deep.equal({
			success: false,
			error: 'must NOT have additional properties',
			errorType: 'invalid-params',
		});
	});

	it('are refused with the code behind the words where the route is of the older form', () => {
		expect(refusalOf('channels.messages', { roomName: 'team' })).to.deep.equal({
			success: false,
			error: "must have required property 'roomId' [invalid-params]",
			errorType: 'invalid-params',
		});
	});

	it('are fewer in 8.4', () => {
		for (const [name, given] of [
			['channels.list', { fields: '{}' }],
			['chat.getThreadMessages', { tmid: 't', aroundId: 'm' }],
			['chat.syncMessages', { roomId: 'r', fromTs: '2026-11-28T00:00:00.000Z' }],
		] as const) {
			expect(refusalOf(name, given), name).to.equal(undefined);
			expect(refusalOf(name, given, 'query', '8.4'), name).to.include({ success: false });
		}
	});
});
