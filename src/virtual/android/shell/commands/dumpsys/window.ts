import { shortComponent } from '../../../apps/activities.js';
import { layers } from '../../../system/windows.js';
import type { Program } from '../../shell.js';

/** `dumpsys window [windows|displays|policy]`: what has the focus, and the state of the keyguard. */
export const window: Program = ({ device, args, print }) => {
  const { windows, lock, activities, store } = device;
  const all = windows.all();
  const focused = lock.screenOn ? windows.focused() : undefined;
  const [part] = args.filter((arg) => !arg.startsWith('-'));
  const { width, height } = device.screen();
  if (part === undefined || part === 'windows') {
    print('WINDOW MANAGER WINDOWS (dumpsys window windows)');
    all.forEach(({ window: one, id }, index) => {
      const secure = one.secure === true ? ' SECURE' : '';
      print(
        `  Window #${index} Window{${id} u0 ${one.title}}:`,
        `    mDisplayId=0 mSession=Session{1 1:u0a1} mClient=android.os.BinderProxy@${id}`,
        `    mOwnerUid=${device.packages.get(one.packageName)?.uid ?? 1000} showForAllUsers=false package=${one.packageName} appop=NONE`,
        `    mAttrs={(0,0)(fillxfill) ty=${one.type} fl=LAYOUT_IN_SCREEN${secure}}`,
        `    mHasSurface=true isReadyForDisplay()=true`,
      );
    });
  }
  if (part === undefined || part === 'displays' || part === 'd' || part === 'windows') {
    const top = activities.top;
    const home = 'com.android.launcher3/.uioverrides.QuickstepLauncher';
    // An activity of Settings over the app, such as the one that confirms a credential, has the focus as an activity.
    const over = all.find(({ window: one }) => one.layer === layers.dialog && one.activity !== undefined)
      ?.window.activity;
    const component = over ?? (top === undefined ? home : shortComponent(top.packageName, top.className));
    print(
      'WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)',
      '  Display: mDisplayId=0',
      `    init=${width}x${height} ${device.profile.display.density}dpi cur=${width}x${height} app=${width}x${height}`,
      `  mCurrentFocus=${focused === undefined ? 'null' : `Window{${focused.id} u0 ${focused.window.title}}`}`,
      `  mFocusedApp=ActivityRecord{${(top?.taskId ?? 1).toString(16).padStart(7, 'a')} u0 ${component} t${top?.taskId ?? 1}}`,
      `  mRotation=${store.state.rotation}`,
      `  mCurrentRotation=ROTATION_${store.state.rotation * 90}`,
    );
  }
  if (part === undefined || part === 'policy' || part === 'p') {
    print(
      'WINDOW MANAGER POLICY STATE (dumpsys window policy)',
      `  mAwake=${lock.screenOn} mScreenOnEarly=${lock.screenOn} mScreenOnFully=${lock.screenOn}`,
      `    mShowingLockscreen=${lock.keyguard} mShowingDream=false mDreamingLockscreen=${lock.keyguard && !lock.screenOn}`,
      `    screenState=${lock.screenOn ? 'SCREEN_STATE_ON' : 'SCREEN_STATE_OFF'}`,
      '  KeyguardServiceDelegate',
      `    showing=${lock.keyguard}`,
      `    showingAndNotOccluded=${lock.keyguard}`,
      `    inputRestricted=${lock.keyguard}`,
      `    secure=${lock.secure}`,
      '    KeyguardStateMonitor',
      `      mIsShowing=${lock.keyguard}`,
      `      mSimSecure=false`,
      `      mInputRestricted=${lock.keyguard}`,
      '      mCurrentUserId=0',
    );
  }
  return 0;
};
