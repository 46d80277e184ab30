import { expect } from 'chai';
import type { MxcUri } from '../../src/matrix/ids';
import { mediaLinkOf } from '../../src/matrix/media-link';
import { InstalledApp } from '../support/installed-app';
import { describeOnRuntimes } from '../support/runtimes';
import { startStub } from '../support/stub-server';

const content = Buffer.from([...Array(256).keys()]);

describeOnRuntimes('links to files of Matrix, in the real engine', (runtime) => {
	let app: InstalledApp;
	let homeserver: Awaited<ReturnType<typeof startStub>>;
	let asToken: string;
	let requests: string[];

	before(async () => {
		homeserver = await startStub((request, response) => {
			const id = request.url?.split('/').at(-1) ?? '';
			requests.push(id);
			const types: Record<string, string> = {
				picture: 'image/png',
				page: 'text/html; charset=utf-8',
				drawing: 'image/svg+xml',
			};
			if (id === 'elsewhere') {
				response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
			} else if (types[id]) {
				response.writeHead(200, { 'content-type': types[id] }).end(content);
			} else {
				response
					.writeHead(404, { 'content-type': 'application/json' })
					.end('{"errcode":"M_NOT_FOUND","error":"gone"}');
			}
		});
		app = await InstalledApp.start(
			{ homeserver_url: homeserver.url, homeserver_domain: 'matrix.test' },
			{ runtime },
		);
		({ as_token: asToken } = (await app.administration.appSettings(app.appId)) as { as_token: string });
	});
	beforeEach(() => (requests = []));
	after(async () => {
		await app.stop();
		await homeserver.stop();
	});

	const linkTo = (id: string) =>
		mediaLinkOf({ publicApi: app.publicApi, asToken }, `mxc://matrix.test/${id}` as MxcUri);

	it('give out a picture as it is, with headers that run nothing', async () => {
		const answer = await fetch(linkTo('picture'));
		expect(answer.status).to.equal(200);
		expect(Buffer.from(await answer.arrayBuffer())).to.deep.equal(content);
		expect(Object.fromEntries(answer.headers)).to.include({
			'content-type': 'image/png',
			'content-disposition': 'inline',
			'content-security-policy': "sandbox; default-src 'none'",
			'x-content-type-options': 'nosniff',
			'accept-ranges': 'bytes',
		});
	});

	for (const id of ['page', 'drawing']) {
		it(`give out a ${id} only as a download of unknown type`, async () => {
			const answer = await fetch(linkTo(id));
			expect(answer.headers.get('content-type')).to.equal('application/octet-stream');
			expect(answer.headers.get('content-disposition')).to.equal('attachment');
			expect(Buffer.from(await answer.arrayBuffer())).to.deep.equal(content);
		});
	}

	it('give out a part of a file', async () => {
		const answer = await fetch(linkTo('picture'), { headers: { range: 'bytes=10-19' } });
		expect(answer.status).to.equal(206);
		expect(answer.headers.get('content-range')).to.equal('bytes 10-19/256');
		expect(Buffer.from(await answer.arrayBuffer())).to.deep.equal(content.subarray(10, 20));
	});

	it('refuse a part behind the end of the file', async () => {
		const answer = await fetch(linkTo('picture'), { headers: { range: 'bytes=256-' } });
		expect(answer.status).to.equal(416);
		expect(answer.headers.get('content-range')).to.equal('bytes */256');
	});

	it('answer a request for the headers only', async () => {
		const answer = await fetch(linkTo('picture'), { method: 'HEAD' });
		expect(answer.status).to.equal(200);
		expect(answer.headers.get('content-type')).to.equal('image/png');
	});

	const failures: readonly [what: string, id: string, status: number][] = [
		['a file that is gone', 'gone', 404],
		['a file that the homeserver has elsewhere', 'elsewhere', 502],
	];
	for (const [what, id, status] of failures) {
		it(`answer ${status} for ${what}`, async () => {
			expect((await fetch(linkTo(id))).status).to.equal(status);
		});
	}

	it('are refused without a request to the homeserver if the app did not sign them', async () => {
		const link = linkTo('picture');
		for (const forged of [link.replace('picture', 'other'), link.replace(/media\/\d/, 'media/9')]) {
			expect((await fetch(forged)).status).to.equal(403);
		}
		expect(requests).to.deep.equal([]);
	});

	it('take no other method', async () => {
		expect((await fetch(linkTo('picture'), { method: 'POST' })).status).to.equal(405);
	});
});
