import '#contract/without-eval.ts';
import '#contract/without-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { DriftClientProvider } from './api/drift-client.tsx';
import { FileDeskProvider } from './api/file-desk-provider.tsx';
import { createQueryClient } from './api/query-client.ts';
import { App } from './app.tsx';
import { applyTheme } from './state/theme.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/print.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root');

applyTheme();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <DriftClientProvider>
        <FileDeskProvider>
          <App />
        </FileDeskProvider>
      </DriftClientProvider>
    </QueryClientProvider>
  </StrictMode>,
);
