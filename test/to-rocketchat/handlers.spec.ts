import { expect } from 'chai';
import { handlers } from '../../src/to-rocketchat/handlers';

describe('the table of handlers', () => {
	it('has one handler for each type', () => {
		const types = handlers.flatMap((handler) => handler.types);
		expect(types).to.deep.equal([...new Set(types)]);
	});
});
