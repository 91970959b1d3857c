// One thing to write, in a window of its own. Where one step follows another, one window holds several forms.
import { Dialog } from "@/ui";
import { DialogForm, type DialogFormProps } from "./DialogForm";

export function FormDialog({ title, ...form }: DialogFormProps & { title: string }) {
  return (
    <Dialog open title={title} onClose={form.onClose}>
      <DialogForm {...form} />
    </Dialog>
  );
}
