import type { Device } from '../device.js';
import { box, label, layOut } from '../system/ui.js';
import { layers, type Window } from '../system/windows.js';

/** The launcher, with an icon for every app. */
export function homeWindow(device: Device): Window {
  const packageName = 'com.android.launcher3';
  return {
    title: `${packageName}/com.android.launcher3.uioverrides.QuickstepLauncher`,
    activity: `${packageName}/com.android.launcher3.uioverrides.QuickstepLauncher`,
    packageName,
    layer: layers.home,
    type: 'BASE_APPLICATION',
    tree() {
      const apps = device.packages
        .all()
        .map((record) => ({ record, launcher: device.packages.launcher(record.name) }))
        .filter(({ launcher }) => launcher !== undefined);
      const icons = apps.map(({ record, launcher }) => ({
        ...label(`${packageName}:id/icon`, record.label, { description: record.label }),
        clickable: true,
        click: async () => {
          await device.activities.start({ packageName: record.name, className: launcher!.name });
        },
      }));
      const root = box(
        'FrameLayout',
        [
          box('android.view.ViewGroup', icons, {
            resourceId: `${packageName}:id/workspace`,
            description: 'Home',
          }),
        ],
        { packageName, resourceId: `${packageName}:id/drag_layer` },
      );
      return layOut(root, device.screen());
    },
  };
}

/** An activity of an app that has nothing to show here. */
export function plainWindow(device: Device, packageName: string): Pick<Window, 'tree'> {
  return {
    tree: () =>
      layOut(
        box('FrameLayout', [box('LinearLayout', [], { resourceId: 'android:id/content' })], { packageName }),
        device.screen(),
      ),
  };
}
