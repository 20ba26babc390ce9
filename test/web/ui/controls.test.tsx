import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Banner } from '#web/ui/banner.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { LongName } from '#web/ui/long-name.tsx';
import { Segmented } from '#web/ui/segmented.tsx';
import { Select } from '#web/ui/select.tsx';

it('a segmented control is a group of radio buttons', async () => {
  const user = userEvent.setup();
  const onChange = vi.fn<(value: 'histogram' | 'ecdf') => void>();
  render(
    <Segmented
      label="View"
      options={[
        { value: 'histogram', label: 'Histogram' },
        { value: 'ecdf', label: 'ECDF' },
      ]}
      value="histogram"
      onChange={onChange}
    />,
  );

  expect(screen.getByRole('group', { name: 'View' })).toContainElement(
    screen.getByRole('radio', { checked: true }),
  );
  await user.click(screen.getByRole('radio', { name: 'ECDF' }));

  expect(onChange.mock.calls).toEqual([['ecdf']]);
});

it('a select answers with the value of the option, not with any text', async () => {
  const user = userEvent.setup();
  const onChange = vi.fn<(value: 'psi' | 'ks') => void>();
  render(
    <Select
      label="Test"
      isLabelHidden
      options={[
        { value: 'psi', label: 'PSI' },
        { value: 'ks', label: 'KS' },
      ]}
      value="psi"
      onChange={onChange}
    />,
  );

  await user.selectOptions(screen.getByRole('combobox', { name: 'Test' }), 'KS');

  expect(onChange.mock.calls).toEqual([['ks']]);
});

it('a dialog is named by its title and closes by its button', async () => {
  const user = userEvent.setup();
  const onClose = vi.fn<() => void>();
  render(
    <Dialog
      title="Approve 25 %"
      isOpen
      onClose={onClose}
      footer={<button type="button">Approve 25 %</button>}
    >
      <p>Three worst rows</p>
    </Dialog>,
  );

  expect(screen.getByRole('dialog', { name: 'Approve 25 %' })).toHaveTextContent('Three worst rows');
  await user.click(screen.getByRole('button', { name: 'Close' }));

  expect(onClose).toHaveBeenCalledOnce();
});

it('a long name is cut in the middle and read whole', () => {
  const { container } = render(<LongName name={`start-${'x'.repeat(200)}-🧑‍🚀end`} most={15} />);

  expect(container.querySelector('[aria-hidden]')).toHaveTextContent(/^start-x…xx-🧑‍🚀end$/);
  expect(screen.getByText(/^start-x{200}-🧑‍🚀end$/)).toBeInTheDocument();
});

it('a short name stays as it is', () => {
  const { container } = render(<LongName name="asr" />);

  expect(container.querySelector('[aria-hidden]')).toBeNull();
});

it('a critical banner interrupts, others wait', () => {
  render(
    <>
      <Banner severity="critical">Server down</Banner>
      <Banner severity="info">Address corrected</Banner>
    </>,
  );

  expect(screen.getByRole('alert')).toHaveTextContent('Server down');
  expect(screen.getByRole('status')).toHaveTextContent('Address corrected');
});
