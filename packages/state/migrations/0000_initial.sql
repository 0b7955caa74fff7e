CREATE TABLE `calls` (
	`id` text PRIMARY KEY NOT NULL,
	`terminal_id` text NOT NULL,
	`rpc_id` text NOT NULL,
	`progress_token` text,
	`tool` text NOT NULL,
	`args_hash` text NOT NULL,
	`args` text NOT NULL,
	`job_id` text,
	`result` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`delivered_at` integer
);
--> statement-breakpoint
CREATE INDEX `calls_same` ON `calls` (`terminal_id`,`tool`,`args_hash`);--> statement-breakpoint
CREATE INDEX `calls_job` ON `calls` (`job_id`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`session_name` text,
	`terminal_id` text,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_terminal` ON `events` (`terminal_id`,`id`);--> statement-breakpoint
CREATE TABLE `flow_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`flow_name` text NOT NULL,
	`trigger` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`error_code` text,
	`error_message` text,
	`prompt` text,
	`session_name` text,
	`terminal_id` text,
	`turn_id` text,
	`due_at` integer NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `flow_runs_flow` ON `flow_runs` (`flow_name`,`started_at`);--> statement-breakpoint
CREATE INDEX `flow_runs_terminal` ON `flow_runs` (`terminal_id`);--> statement-breakpoint
CREATE INDEX `flow_runs_open` ON `flow_runs` (`id`) WHERE "flow_runs"."ended_at" is null;--> statement-breakpoint
CREATE TABLE `flows` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`file_path` text NOT NULL,
	`owns_file` integer NOT NULL,
	`schedule` text NOT NULL,
	`time_zone` text,
	`agent_profile` text NOT NULL,
	`provider` text,
	`script` text,
	`working_directory` text,
	`overlap` text NOT NULL,
	`missed` text NOT NULL,
	`enabled` integer NOT NULL,
	`last_run_at` integer,
	`next_run_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `flows_name` ON `flows` (`name`);--> statement-breakpoint
CREATE INDEX `flows_next` ON `flows` (`next_run_at`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`caller_id` text,
	`session_name` text NOT NULL,
	`agent_profile` text NOT NULL,
	`provider` text NOT NULL,
	`message` text NOT NULL,
	`working_directory` text NOT NULL,
	`terminal_id` text,
	`turn_id` text,
	`timeout` integer NOT NULL,
	`deadline_at` integer,
	`output` text,
	`error_code` text,
	`error_message` text,
	`question` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `jobs_open` ON `jobs` (`ended_at`);--> statement-breakpoint
CREATE INDEX `jobs_terminal` ON `jobs` (`terminal_id`);--> statement-breakpoint
CREATE INDEX `jobs_caller` ON `jobs` (`caller_id`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sender_id` text NOT NULL,
	`receiver_id` text NOT NULL,
	`message` text NOT NULL,
	`orchestration_type` text NOT NULL,
	`status` text NOT NULL,
	`claimed_by` text,
	`claimed_until` integer,
	`attempts` integer NOT NULL,
	`turn_id` text,
	`reason` text,
	`created_at` integer NOT NULL,
	`delivered_at` integer,
	FOREIGN KEY (`receiver_id`) REFERENCES `terminals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `messages_receiver` ON `messages` (`receiver_id`,`id`);--> statement-breakpoint
CREATE INDEX `messages_pending` ON `messages` (`receiver_id`,`id`) WHERE "messages"."status" = 'pending';--> statement-breakpoint
CREATE INDEX `messages_turn` ON `messages` (`turn_id`) WHERE "messages"."turn_id" is not null;--> statement-breakpoint
CREATE TABLE `plugin_cursors` (
	`plugin` text PRIMARY KEY NOT NULL,
	`event_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`working_directory` text NOT NULL,
	`env` text NOT NULL,
	`created_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_live_name` ON `sessions` (`name`) WHERE "sessions"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `terminals` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`name` text NOT NULL,
	`provider` text NOT NULL,
	`agent_profile` text NOT NULL,
	`role` text NOT NULL,
	`caller_id` text,
	`working_directory` text NOT NULL,
	`allowed_tools` text NOT NULL,
	`tool_grant` text NOT NULL,
	`auto_approve` integer NOT NULL,
	`model` text,
	`launch` text NOT NULL,
	`conversation_id` text,
	`transcript_path` text,
	`lifecycle` text NOT NULL,
	`exit_code` integer,
	`exit_reason` text,
	`epoch` integer NOT NULL,
	`offsets` text NOT NULL,
	`belief` text,
	`memory_turn` text,
	`created_at` integer NOT NULL,
	`ready_at` integer,
	`last_active` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `terminals_session` ON `terminals` (`session_id`,`seq`);--> statement-breakpoint
CREATE INDEX `terminals_live` ON `terminals` (`deleted_at`);--> statement-breakpoint
CREATE TABLE `turns` (
	`id` text PRIMARY KEY NOT NULL,
	`terminal_id` text NOT NULL,
	`seq` integer NOT NULL,
	`origin` text NOT NULL,
	`sender_id` text NOT NULL,
	`text` text NOT NULL,
	`prompt` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`native_id` text,
	`question` text,
	`reply` text,
	`reply_source` text,
	`error` text,
	`submitted_at` integer NOT NULL,
	`accepted_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`terminal_id`) REFERENCES `terminals`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_terminal_seq` ON `turns` (`terminal_id`,`seq`);--> statement-breakpoint
CREATE INDEX `turns_open` ON `turns` (`terminal_id`,`seq`) WHERE "turns"."ended_at" is null;