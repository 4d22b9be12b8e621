/** The schema of a site definition: its shapes, and that every name in it stands for something. */
import type { z } from 'zod';
import { referenceFaults } from './definition-references.ts';
import { siteShape } from './definition-shapes.ts';
import type { SiteDefinition } from './definition-shapes.ts';

export const siteDefinition: z.ZodType<SiteDefinition> = siteShape.superRefine((site, context) => {
  for (const fault of referenceFaults(site)) {
    context.addIssue({ code: 'custom', path: [...fault.path], message: fault.message });
  }
});
