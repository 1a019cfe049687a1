// The guides of the stand-in: shorter than the program's, with one of everything that the page draws.

import type { GuideHelpView, GuidePicture, GuideStepView, GuideView, SlotRef, StripePage } from "..";
import type { Delivery } from "./world";

export function guide(delivery: Delivery, at: SlotRef): GuideView {
  const kind = delivery.slots.find((slot) => slot.at.mode === at.mode && slot.at.slot === at.slot)?.accepts[0];
  const { name } = delivery.who;
  const begin = [
    step("Press **Open Stripe** and sign in. Stripe may send you a code.", "sign_in", "api_keys"),
    at.mode === "test"
      ? step("The banner must say **Test** or **Sandbox**.", "test_banner")
      : step("The banner must **not** say Test or Sandbox.", "mode_switch"),
  ];
  const end = step("Come back here and press **Paste what you copied**.");
  if (kind === "publishable") {
    const row = step("In the row **Publishable key**, click the key. It is copied.", "publishable_row");
    return made("Get the publishable key", [...begin, row, end]);
  }
  if (kind === "webhook_secret") {
    return made("Get the signing secret", [
      ...begin,
      step("Next to **Signing secret**, copy it.", "webhook_secret"),
      end,
    ]);
  }
  return made("Get a secret key", [
    ...begin,
    step("Press **Create secret key**. Your other services keep working.", "create_key"),
    step("Stripe may ask how you will use the key.", "how_used_dialog"),
    step(`Name the key “${name}” and press **Create key**.`, "two_step_code"),
    step("Copy the key at once: **Stripe shows it only now.**", "reveal_secret"),
    end,
  ]);
}

function made(title: string, steps: GuideStepView[]): GuideView {
  return { title, page: "api_keys", howUsed: "own_integration", steps, help: HELP };
}

function step(text: string, picture: GuidePicture | null = null, page: StripePage | null = null): GuideStepView {
  return { text, picture, page };
}

const HELP: GuideHelpView[] = [
  {
    topic: "no_rights",
    title: "I don't see “API keys” in Stripe",
    steps: [step("The owner of the Stripe account can change that.", null, "team"), step("Send the owner this mail.")],
    mail: {
      subject: "Stripe: please let me see the API keys",
      body: "Hello,\n\ncould you please let me see the keys?",
    },
  },
  {
    topic: "lost",
    title: "I lost the key, or Stripe shows only its last letters",
    steps: [step("Make a new key. **Your other services keep working.**", "create_key")],
    mail: null,
  },
  {
    topic: "last_resort",
    title: "Only if a key leaked: replace it in Stripe (Rotate or Roll)",
    steps: [step("Replacing ends the old key.", "roll_menu")],
    mail: null,
  },
];
