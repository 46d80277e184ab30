import { expect } from 'chai';
import {
	cutAnswer,
	cutRequest,
	gatewayError,
	nonsense,
	tooManyRequests,
	type Fault,
} from '../../../bench/chaos/faults';
import { ChaosProxy } from '../../../bench/chaos/proxy';
import { freePort } from '../../../sandbox/homeserver/free-port';
import { startStub } from '../../support/stub-server';

describe('proxy of the chaos runs', () => {
	let stub: { url: string; stop: () => Promise<void> };
	let proxy: ChaosProxy;
	/** Bodies of the requests that the target got wholly. */
	let taken: string[];

	before(async () => {
		stub = await startStub((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				taken.push(body);
				response.end('an answer of the target');
			});
		});
		const target = Number(new URL(stub.url).port);
		proxy = await ChaosProxy.start(await freePort(0), () => target);
	});
	beforeEach(async () => {
		taken = [];
		await proxy.heal();
	});
	after(async () => {
		await proxy.refuse();
		await stub.stop();
	});

	const send = async (signal?: AbortSignal) => {
		const answer = await fetch(`${proxy.url}/path`, {
			method: 'PUT',
			body: 'a request',
			...(signal && { signal }),
		});
		return { status: answer.status, text: await answer.text() };
	};
	const damage = (fault: Fault) => (proxy.plan = () => fault);
	const failureOf = (request: Promise<unknown>) =>
		request.then(
			() => undefined,
			(error: unknown) => error,
		);

	it('passes requests and answers on', async () => {
		expect(await send()).to.deep.equal({ status: 200, text: 'an answer of the target' });
		expect(taken).to.deep.equal(['a request']);
	});

	it('cuts in the middle of a request', async () => {
		damage(cutRequest);
		expect(await failureOf(send())).to.be.instanceOf(Error);
		expect(taken).to.deep.equal([]);
	});

	it('cuts in the middle of an answer', async () => {
		damage(cutAnswer);
		expect(await failureOf(send())).to.be.instanceOf(Error);
		expect(taken).to.deep.equal(['a request']);
	});

	it('answers in the place of the target, before or after it took the request', async () => {
		damage(gatewayError(502, 'before'));
		expect((await send()).status).to.equal(502);
		damage(tooManyRequests(5));
		expect(JSON.parse((await send()).text)).to.include({ retry_after_ms: 5 });
		expect(taken).to.deep.equal([]);
		damage(nonsense('after'));
		const { status, text } = await send();
		expect(status).to.equal(200);
		expect(() => JSON.parse(text) as unknown).to.throw();
		expect(taken).to.deep.equal(['a request']);
	});

	it('lets a request hang until it is healed', async () => {
		damage({ kind: 'hang', when: 'after' });
		const failure = failureOf(send());
		while (taken.length === 0) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		await proxy.heal();
		expect(await failure).to.be.instanceOf(Error);
	});

	it('refuses connections, and accepts them again', async () => {
		await proxy.refuse();
		const failure = (await failureOf(send())) as Error;
		expect((failure.cause as NodeJS.ErrnoException).code).to.equal('ECONNREFUSED');
		await proxy.listen();
		expect((await send()).status).to.equal(200);
	});
});
